"""What was once found broken at the coordinators' desk, and what they may rely on since (see promises.py)."""

PROMISES_OF_THE_DESK: dict[str, tuple[str, tuple[str, ...]]] = {
    "D1": (
        "A coordinator finds who may facilitate today, grace counting, and who no longer will on a day.",
        ("tests/desk/test_roster.py::test_the_filters_narrow",),
    ),
    "D2": (
        "A filter of the roster that cannot be read shows nobody, exports nobody and says why.",
        ("tests/desk/views/test_roster.py::test_a_filter_that_cannot_be_read_shows_and_exports_nobody_and_says_why",),
    ),
    "D3": (
        "A printed roster has its labels above their columns, whole words, and nothing cut off.",
        ("tests/journeys/test_coordinator.py::test_the_roster_on_paper_is_whole",),
    ),
    "D4": (
        "Holders leave their coordinator's sight by asking, not by choosing a region, and every move is kept.",
        (
            "tests/accounts/test_moving.py::test_a_holder_leaves_oversight_only_by_request",
            "tests/accounts/test_moving.py::test_a_suspension_or_revocation_binds_as_a_certificate_does",
            "tests/accounts/test_moving.py::test_whoever_holds_nothing_moves_at_once_and_the_move_is_kept",
            "tests/accounts/test_moving.py::test_the_way_through_the_pages",
        ),
    ),
    "D5": (
        "A count opens exactly the list it counted; names are found without their accents, closed accounts too.",
        (
            "tests/desk/test_roster.py::test_a_count_opens_exactly_the_list_it_counted_whatever_else_is_asked_for",
            "tests/desk/test_roster.py::test_whoever_only_works_here_is_not_said_to_lack_a_certificate",
            "tests/desk/test_roster.py::test_a_closed_account_is_found_where_it_is_looked_for_and_nowhere_else",
            "tests/desk/test_roster.py::test_names_are_found_with_and_without_their_accents",
        ),
    ),
    "D7": (
        "Enrolling many ends in one message, on the list one came from; everybody on it can be chosen at once.",
        (
            "tests/desk/views/test_roster.py::test_many_who_cannot_be_enrolled_are_one_message_and_the_filter_stays",
            "tests/desk/views/test_roster.py::test_everybody_who_fits_is_enrolled_and_nobody_else",
        ),
    ),
    "D8": (
        "A decision about a certificate is preset to nothing, and one that is not on offer says why.",
        (
            "tests/desk/views/test_roster.py::test_a_decision_is_preset_to_nothing_and_one_that_is_not_on_offer_says_why",
        ),
    ),
    "D9": (
        "Coordinators land on a desk whose every number opens the list it counted.",
        ("tests/desk/views/test_roster.py::test_every_number_of_the_desk_opens_the_list_that_it_counted",),
    ),
    "D10": (
        "A person's page says when renewing opens, how long grace lasts, why, and what they were told.",
        (
            "tests/desk/views/test_roster.py::test_the_person_page_says_when_renewing_opens_how_long_grace_lasts_why_and_what_they_were_told",
        ),
    ),
    "D12": (
        "Certificates of others open only in sessions that took the second step, whatever the address.",
        (
            "tests/accounts/test_doors.py::test_a_role_that_rests_opens_no_pdf_of_others",
            "tests/accounts/test_doors.py::test_without_the_second_step_staff_see_what_a_stranger_sees",
        ),
    ),
    "D13": (
        "Closing an account in the editor, alone or with others, is noted where its person can read it.",
        (
            "tests/accounts/test_cms.py::test_what_an_administrator_changes_about_a_person_is_noted_for_them",
            "tests/accounts/test_cms.py::test_accounts_closed_several_at_once_are_noted_each",
        ),
    ),
    "P1": (
        "Where a scheme asks for it, nobody holds the certificate before they were seen to do it and passed.",
        (
            "tests/certificates/ledger/test_observed.py::test_completing_the_training_alone_earns_nothing",
            "tests/certificates/ledger/test_observed.py::test_not_passing_earns_nothing_and_the_person_goes_on_waiting",
            "tests/certificates/ledger/test_observed.py::test_passing_earns_the_certificate_in_the_same_transaction",
            "tests/certificates/ledger/test_observed.py::test_whoever_held_it_before_the_scheme_asked_is_asked_when_they_renew",
        ),
    ),
    "P2": (
        "Nobody observes themself, nobody lets themself observe, and nobody observes whom they cannot judge freely.",
        (
            "tests/courses/practice/test_observing.py::test_nobody_observes_themself",
            "tests/courses/practice/test_observing.py::test_whoever_cannot_judge_freely_does_not_begin",
            "tests/courses/practice/test_assessors.py::test_nobody_lets_themself_observe",
        ),
    ),
    "P3": (
        "Nobody passes against the rules of a rubric, and a better mark never makes a result worse.",
        (
            "tests/courses/practice/test_observing.py::test_nobody_passes_against_the_rules",
            "tests/courses/practice/test_scoring.py::test_a_better_mark_never_makes_it_worse",
        ),
    ),
    "P4": (
        "A signed observation is changed by nobody and stands on the version of the rubric it began with.",
        (
            "tests/courses/practice/test_observing.py::test_what_is_signed_is_changed_by_nobody",
            "tests/courses/practice/test_observing.py::test_an_observation_keeps_the_version_it_began_with",
        ),
    ),
    "P5": (
        "An assessor sees who waits in their own region, and little of them; the result is for the person and the assessor.",
        (
            "tests/courses/practice/test_observing.py::test_whoever_completed_what_asks_for_it_waits_for_the_assessors_of_their_region",
            "tests/courses/practice/views/test_observing.py::test_the_list_says_little_about_who_waits",
            "tests/courses/practice/views/test_observing.py::test_the_person_reads_the_result_and_nobody_else_does",
        ),
    ),
}
