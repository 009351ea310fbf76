"""What was once found broken, what people may rely on since, and the test that says so."""

from tests.promises_of_learners import PROMISES_OF_LEARNERS
from tests.promises_of_running import PROMISES_OF_RUNNING
from tests.promises_of_the_desk import PROMISES_OF_THE_DESK
from tests.promises_of_trainers import PROMISES_OF_TRAINERS

PROMISES: dict[str, tuple[str, tuple[str, ...]]] = {
    "A1": (
        "Nobody is called up to date before they have done what every release since their training asks of them.",
        (
            "tests/certificates/updates/test_owing.py::test_an_account_opened_again_owes_what_was_released_while_it_was_closed",
            "tests/certificates/updates/test_owing.py::test_accounts_opened_several_at_once_are_asked_as_well",
            "tests/certificates/updates/test_owing.py::test_nobody_is_called_up_to_date_whose_account_was_closed_when_a_release_went_out",
            "tests/certificates/updates/test_owing.py::test_somebody_who_finishes_between_the_counting_and_their_turn_is_asked",
            "tests/certificates/updates/test_owing.py::test_whoever_may_finish_an_older_release_owes_what_came_since_once_they_have",
            "tests/certificates/updates/test_owing.py::test_a_new_scheme_over_an_old_training_asks_for_what_came_since",
            "tests/certificates/updates/test_owing.py::test_a_holder_who_was_suspended_when_a_release_went_out_owes_it_once_reinstated",
            "tests/certificates/updates/test_owing.py::test_the_sweep_asks_whoever_was_missed_by_a_write_that_told_nobody",
        ),
    ),
    "A2": (
        "A later release clears what was owed only in its own curriculum, and only if it still holds what was owed.",
        (
            "tests/certificates/updates/test_owing.py::test_a_release_of_one_curriculum_never_covers_what_is_owed_in_another",
            "tests/certificates/updates/test_owing.py::test_a_later_release_covers_only_what_it_still_contains",
        ),
    ),
    "A3": (
        "Somebody who was trained again after a revocation holds a certificate that counts from the new training.",
        (
            "tests/certificates/ledger/test_awarding.py::test_whoever_lost_a_certificate_and_was_trained_again_counts_from_the_retraining",
        ),
    ),
    "A4": (
        "Renewing follows the window, grace and dating that the holder was promised, whatever the scheme says now.",
        (
            "tests/certificates/ledger/test_awarding.py::test_renewing_inside_the_promised_window_counts_from_the_expiry_whatever_the_scheme_says_today",
            "tests/certificates/ledger/test_awarding.py::test_renewing_in_the_promised_grace_counts_as_in_time",
            "tests/certificates/ledger/test_awarding.py::test_the_date_mode_that_was_promised_decides_about_the_renewal",
            "tests/certificates/ledger/test_validity.py::test_renewing_keeps_to_what_was_promised",
        ),
    ),
    "A5": (
        "A correction of words takes no lesson and no quiz away from those who had done it, and sends no letter.",
        (
            "tests/courses/learning/test_succession.py::test_an_editorial_release_keeps_lessons_and_quizzes_done",
            "tests/courses/learning/test_succession.py::test_along_any_line_of_releases_progress_falls_only_by_what_was_really_changed",
            "tests/certificates/updates/test_rollout.py::test_an_editorial_release_moves_silently",
        ),
    ),
    "A6": (
        "A scheme that grows asks nothing of those who hold its certificate, and their pages stay as they were.",
        (
            "tests/certificates/updates/test_owing.py::test_adding_a_curriculum_to_a_scheme_asks_nothing_of_those_who_never_took_it",
            "tests/certificates/proof/views/test_holder.py::test_a_curriculum_added_to_the_scheme_later_leaves_the_holders_pages_as_they_were",
        ),
    ),
    "A7": (
        "An older certificate counts again only when the newer one was an error, not when it was lost for cause.",
        (
            "tests/certificates/updates/test_currency.py::test_losing_the_newer_certificate_for_cause_ends_what_a_person_holds_in_the_scheme",
            "tests/certificates/updates/test_currency.py::test_one_certificate_governs_for_each_person_and_scheme",
        ),
    ),
    "A8": (
        "A release is named as the answer to a review only if it was frozen with the change in it.",
        (
            "tests/courses/releases/test_reviewing.py::test_a_change_made_after_freezing_is_not_said_to_be_in_the_release",
            "tests/courses/releases/test_reviewing.py::test_a_change_published_before_freezing_is_in_the_release_whenever_the_task_is_closed",
            "tests/courses/releases/test_reviewing.py::test_a_change_that_was_taken_back_is_in_no_release",
        ),
    ),
    "A9": (
        "An approved proposal stays approved and keeps its release, whatever a page that was opened earlier sends.",
        (
            "tests/courses/releases/test_proposing.py::test_an_approved_proposal_never_becomes_a_draft_again_whatever_an_old_page_sends",
            "tests/courses/releases/test_proposing.py::test_the_database_keeps_a_decided_proposal_as_it_was_decided",
            "tests/courses/releases/test_locks.py::test_saving_an_old_page_while_somebody_approves_changes_nothing_that_was_approved",
        ),
    ),
    "A10": (
        "Releases take effect in the order of their numbers; none brings out early what another keeps for its day.",
        (
            "tests/courses/releases/test_scheduling.py::test_nothing_approved_later_overtakes_what_waits_and_carries_its_content",
            "tests/courses/releases/test_scheduling.py::test_numbers_and_days_always_run_the_same_way",
            "tests/courses/releases/test_scheduling.py::test_what_stands_in_a_line_stays_in_its_order",
        ),
    ),
    "A11": (
        "The warning about a retracted study stays on what was frozen with it, though the claim lets go of the study.",
        (
            "tests/evidence/test_standing.py::test_taking_a_retracted_source_off_a_claim_lifts_nothing_where_a_frozen_lesson_cites_it",
            "tests/evidence/test_standing.py::test_a_retraction_reaches_a_claim_whose_source_was_taken_off_before_but_after_freezing",
        ),
    ),
    "A12": (
        "A review that opens late has its full number of days, and its trainers hear of it.",
        (
            "tests/courses/releases/test_reviewing.py::test_a_task_that_opens_later_has_its_full_days_and_its_trainers_are_told",
        ),
    ),
    "A13": (
        "A release shows the same bytes for good, known by their hash, whatever becomes of what was uploaded.",
        (
            "tests/courses/releases/test_files.py::test_replacing_and_deleting_what_was_uploaded_changes_no_byte_of_a_release",
            "tests/courses/releases/test_files.py::test_a_release_names_files_by_their_hashes_and_nothing_by_a_number_of_the_database",
            "tests/courses/bundles/test_roundtrip.py::test_two_sites_that_import_one_bundle_freeze_the_same_contents",
        ),
    ),
    "A14": (
        "Whoever has used up their attempts is told who can give more, and those people can, on record.",
        (
            "tests/courses/learning/test_granting.py::test_the_person_reads_whom_to_ask",
            "tests/courses/learning/test_granting.py::test_a_coordinator_gives_attempts_from_the_persons_page",
            "tests/courses/learning/test_granting.py::test_a_grant_opens_exactly_so_many_attempts",
            "tests/courses/learning/test_granting.py::test_a_grant_is_told_logged_and_kept",
        ),
    ),
    "A15": (
        "Whoever renews while an update is under way gets the renewal: it covers the update and ends in a certificate.",
        (
            "tests/certificates/ledger/test_renewing.py::test_renewing_with_an_update_under_way_begins_the_renewal_which_covers_it",
        ),
    ),
    "A16": (
        "Everybody is told when a certificate ends, nobody to renew before they can, and the end of a month stays one.",
        (
            "tests/certificates/updates/test_reminders.py::test_a_holder_without_grace_is_told_that_it_ended",
            "tests/certificates/updates/test_reminders.py::test_nobody_is_told_to_renew_before_renewing_opens",
            "tests/certificates/updates/test_reminders.py::test_where_renewing_opens_late_the_letter_names_the_day",
            "tests/certificates/ledger/test_validity.py::test_a_date_at_the_end_of_a_month_is_kept_through_short_months",
            "tests/certificates/ledger/test_validity.py::test_whoever_lapsed_under_fixed_dates_comes_back_to_the_same_day_of_the_month",
            "tests/certificates/ledger/test_awarding.py::test_the_31st_is_kept_through_a_short_month",
        ),
    ),
    "A17": (
        "Nobody approves a release they had a hand in, be it preparing, describing or handing on.",
        (
            "tests/courses/releases/test_approving.py::test_whoever_prepared_described_or_handed_on_a_release_cannot_approve_it",
            "tests/courses/releases/test_approving.py::test_the_database_gives_one_person_one_part",
        ),
    ),
    "A18": (
        "A release is handed on or approved together with telling those concerned, or not at all.",
        (
            "tests/courses/releases/test_proposing.py::test_approvers_are_told_when_it_is_handed_on_or_it_is_not_handed_on",
            "tests/courses/releases/test_approving.py::test_the_author_is_told_when_it_is_approved_or_it_is_not_approved",
        ),
    ),
    "B1": (
        "What happens at the same moment waits for each other in one order, so that nobody's work dies of a deadlock.",
        (
            "tests/courses/releases/test_locks.py::test_preparing_while_somebody_approves_ends_in_one_of_both",
            "tests/courses/learning/test_locks.py::test_handing_in_while_an_update_begins_loses_neither",
            "tests/courses/learning/test_locks.py::test_a_holder_renewing_while_a_release_goes_out_waits_for_nobody_in_a_circle",
            "tests/certificates/test_locks.py::test_renewing_while_a_release_goes_out_asks_everybody_once",
            "tests/lms/test_locking.py::test_a_kind_that_comes_earlier_is_refused_afterwards",
        ),
    ),
    "B2": (
        "The database itself refuses to change, replace or empty a record, and every migrate leaves it so.",
        (
            "tests/lms/test_append_only.py::test_a_row_is_neither_changed_nor_deleted_through_sql",
            "tests/lms/test_append_only.py::test_no_other_way_of_the_database_rewrites_or_empties_a_table",
            "tests/lms/test_append_only.py::test_every_migrate_seals_the_records_again",
            "tests/lms/test_records.py::test_a_missing_trigger_is_found",
        ),
    ),
    "B3": (
        "What belongs together happens together: describing and handing on, approving and telling, ruling and noting.",
        (
            "tests/courses/releases/test_proposing.py::test_describing_and_handing_on_is_one_step_that_happens_wholly_or_not_at_all",
            "tests/courses/releases/test_approving.py::test_the_author_is_told_when_it_is_approved_or_it_is_not_approved",
            "tests/certificates/ledger/test_rulings.py::test_whoever_rules_is_on_the_holders_record_or_nothing_was_ruled",
        ),
    ),
    "B4": (
        "Private files have a bucket of their own, no cache serves what is stale, and no mail server holds a letter up.",
        (
            "tests/lms/test_checks.py::test_public_and_private_files_lie_in_two_buckets",
            "tests/lms/test_checks.py::test_two_buckets_are_used_as_they_are_named",
            "tests/lms/test_checks.py::test_sites_that_share_a_cache_keep_apart",
            "tests/lms/test_checks.py::test_several_processes_share_one_cache",
            "tests/lms/test_checks.py::test_sending_ends_before_the_letter_is_thought_abandoned",
            "tests/lms/test_checks.py::test_a_mail_server_gets_ten_seconds",
            "tests/lms/test_checks.py::test_a_changed_template_makes_another_fingerprint",
            "tests/courses/contents/test_rendering.py::test_what_is_kept_is_plain_text_under_what_made_it_and_the_language",
        ),
    ),
    **PROMISES_OF_RUNNING,
    **PROMISES_OF_THE_DESK,
    **PROMISES_OF_LEARNERS,
    **PROMISES_OF_TRAINERS,
    "G2": (
        "The desk names the very day that holders will read, and says of a release that it went out only once it has.",
        (
            "tests/desk/views/test_release_desk.py::test_the_letter_at_the_desk_names_the_day_that_holders_will_read",
            "tests/desk/views/test_release_desk.py::test_a_scheduled_release_says_when_it_sends_its_letters",
            "tests/desk/views/test_release_desk.py::test_the_page_of_a_release_says_what_it_meant_only_once_it_went_out",
            "tests/certificates/updates/test_owing.py::test_an_update_is_due_so_many_days_after_the_release_took_effect",
        ),
    ),
    "G1": (
        "Whoever approves a release has read what is new or changed in it as learners will get it; the record says so.",
        (
            "tests/courses/releases/test_examining.py::test_everything_of_a_first_release_is_to_be_read",
            "tests/courses/releases/test_examining.py::test_of_a_later_release_what_changed_is_to_be_read_and_nothing_else",
            "tests/desk/views/test_release_desk.py::test_the_approver_reads_the_lesson_as_learners_get_it_with_what_changed_marked",
            "tests/desk/views/test_release_desk.py::test_the_approver_reads_every_question_with_its_answers",
            "tests/desk/views/test_release_desk.py::test_the_record_of_a_release_says_who_read_what_and_what_was_remarked",
            "tests/journeys/test_new_lessons.py::test_new_lessons_are_read_remarked_on_and_approved_before_anybody_learns_them",
        ),
    ),
    "G3": (
        "Until its hour an approved release can be moved or cancelled, with a reason.",
        (
            "tests/courses/releases/test_scheduling.py::test_until_it_takes_effect_it_can_be_moved",
            "tests/courses/releases/test_scheduling.py::test_until_it_takes_effect_it_can_be_cancelled_and_nobody_is_ever_enrolled_in_it",
            "tests/desk/views/test_release_desk.py::test_a_release_that_waits_is_moved_with_a_reason",
            "tests/desk/views/test_release_desk.py::test_a_release_that_waits_is_cancelled_with_a_reason",
        ),
    ),
    "G4": (
        "A knowledge check that nobody could get right is neither published nor imported nor released.",
        (
            "tests/courses/authoring/test_wagtail_authoring.py::test_a_knowledge_check_without_a_right_option_is_refused_when_it_is_published",
            "tests/courses/bundles/test_importing.py::test_a_mistake_is_named_where_it_stands",
            "tests/courses/releases/test_checking.py::test_a_knowledge_check_that_nobody_could_get_right_cannot_go_out",
        ),
    ),
    "G8": (
        "What changed in a question is shown word by word in each of its options.",
        (
            "tests/courses/contents/test_differences.py::test_a_changed_question_shows_the_words_that_changed_in_each_option",
            "tests/courses/contents/test_differences.py::test_a_question_asked_in_other_words_is_still_the_same_question",
            "tests/courses/contents/test_differences.py::test_a_question_whose_every_word_changed_is_still_the_same_question",
        ),
    ),
    "G10": (
        "A proposal stays its author's, whoever hands it on.",
        (
            "tests/courses/releases/test_proposing.py::test_handing_on_does_not_change_whose_proposal_it_is",
            "tests/courses/releases/test_approving.py::test_whoever_prepared_described_or_handed_on_a_release_cannot_approve_it",
        ),
    ),
    "G13": (
        "No release goes out while a retraction that touches it is undecided, and its findings say so.",
        (
            "tests/courses/releases/test_reviewing.py::test_a_review_that_is_open_is_found_and_after_a_retraction_it_stops_the_release",
            "tests/courses/releases/test_reviewing.py::test_a_retraction_recorded_while_an_approver_reads_stops_the_approval",
        ),
    ),
    "H1": (
        "One door takes passwords, and a role opens only in the session that took the second step.",
        (
            "tests/accounts/test_doors.py::test_no_address_but_the_login_takes_a_password",
            "tests/accounts/test_doors.py::test_the_libraries_doors_lead_to_ours_and_on_to_where_one_was_going",
            "tests/accounts/test_doors.py::test_without_the_second_step_staff_see_what_a_stranger_sees",
            "tests/accounts/test_second_step.py::test_a_session_that_did_not_take_the_step_is_asked_for_it_and_comes_back",
            "tests/accounts/test_entrance.py::test_an_unconfirmed_account_cannot_log_in",
            "tests/accounts/test_entrance.py::test_guessing_is_slowed_down",
        ),
    ),
    "H2": (
        "Files of lessons go to authors, and to learners once they are released; no server in front gives them away.",
        (
            "tests/courses/releases/test_files.py::test_files_go_to_whoever_learns_here_once_they_are_released_and_before_that_to_authors",
            "tests/courses/releases/test_files.py::test_documents_in_the_editor_are_for_those_who_write",
            "tests/courses/releases/test_files.py::test_the_server_in_front_cannot_read_what_was_uploaded",
        ),
    ),
    "H3": (
        "One can sign up and ask for a new password while the mail server is away: the letter waits and leaves later.",
        (
            "tests/accounts/test_letters.py::test_signing_up_and_resetting_work_while_the_mail_server_is_down",
            "tests/accounts/test_letters.py::test_a_slow_mail_server_holds_nobody_up",
        ),
    ),
    "H4": (
        "No browser and no proxy keeps a page that was made for somebody logged in.",
        ("tests/lms/test_personal_pages.py::test_no_answer_to_somebody_logged_in_is_kept",),
    ),
    "H5": (
        "Whatever strange thing is sent, the site answers with a refusal and never with an error of its own.",
        (
            "tests/lms/test_hostile_requests.py::test_going_back_leads_to_an_address_of_ours_only",
            "tests/lms/test_hostile_requests.py::test_a_number_too_large_for_anybody_chooses_nobody",
            "tests/lms/test_hostile_requests.py::test_a_referer_that_is_no_address_is_left_out",
            "tests/lms/test_hostile_requests.py::test_a_session_cookie_we_never_gave_is_nobodys",
            "tests/lms/test_hostile_requests.py::test_a_form_that_cannot_be_read_is_refused",
            "tests/lms/test_hostile_requests.py::test_a_lesson_that_was_cut_off_on_its_way_is_refused_or_explained",
            "tests/lms/test_hostile_requests.py::test_a_lesson_with_a_strange_number_of_blocks_is_refused",
        ),
    ),
    "H6": (
        "Signing up tells neither by words nor by time whether an address is known, and breaks for nobody.",
        (
            "tests/accounts/test_letters.py::test_the_work_does_not_tell_whether_an_address_is_known",
            "tests/accounts/test_letters.py::test_many_signing_up_with_one_address_at_once_make_one_account",
            "tests/accounts/test_letters.py::test_an_address_taken_between_looking_and_writing_is_answered_alike",
            "tests/accounts/test_entrance.py::test_signing_up_with_a_known_address_looks_the_same_and_tells_only_the_owner",
        ),
    ),
    "H7": (
        "Holders get their certificate although its file is lost or the disk is full.",
        (
            "tests/certificates/proof/test_pdf.py::test_a_lost_or_damaged_file_is_rendered_again_when_somebody_asks",
            "tests/certificates/proof/test_pdf.py::test_a_full_disk_keeps_nobody_from_their_certificate",
        ),
    ),
    "H8": (
        "Trainers share no drafts, people see and end their sessions, and what is installed is what was looked at.",
        (
            "tests/test_leaks.py::test_a_trainer_reads_no_person_and_no_draft_of_another_curriculum",
            "tests/test_leaks.py::test_the_bank_is_shared_among_trainers",
            "tests/accounts/test_sessions.py::test_a_wrong_password_is_noted_for_the_person_and_for_nobody_else",
            "tests/accounts/test_sessions.py::test_every_device_is_listed_and_says_which_one_this_is",
            "tests/accounts/test_sessions.py::test_one_device_can_be_logged_out",
            "tests/accounts/test_sessions.py::test_who_sees_others_is_logged_out_after_two_hours_of_nothing",
            "tests/lms/test_checks.py::test_private_files_are_for_the_site_alone",
            "tests/test_pins.py::test_every_pin_carries_hashes_and_names_no_place",
            "tests/test_pins.py::test_whoever_installs_asks_for_the_hashes",
            "tests/test_pins.py::test_every_image_names_its_version",
        ),
    ),
    "H9": (
        "A killed worker delays files by minutes and leaves none behind; its letter goes out under the same name.",
        (
            "tests/certificates/proof/test_pdf.py::test_a_file_that_nobody_rendered_is_there_within_minutes",
            "tests/certificates/proof/test_pdf.py::test_a_worker_killed_between_the_bytes_and_their_row_leaves_nothing_behind",
            "tests/notices/test_delivery.py::test_what_a_killed_process_had_claimed_is_sent_ten_minutes_later_with_the_same_message_id",
            "tests/notices/test_delivery.py::test_a_due_letter_goes_out_once_however_often_it_is_asked_for",
            "tests/notices/test_delivery.py::test_only_one_of_two_processes_gets_the_letter",
        ),
    ),
    "I1": (
        "No device blanks or overwrites what was answered on another, and where they differ the person chooses.",
        (
            "tests/courses/learning/views/test_devices.py::test_an_answer_given_on_another_device_is_not_blanked",
            "tests/courses/learning/views/test_devices.py::test_an_older_page_never_overwrites_a_newer_answer_and_both_are_offered",
            "tests/courses/learning/views/test_devices.py::test_the_person_chooses_which_answer_counts",
            "tests/courses/learning/test_saving.py::test_what_a_page_did_not_touch_is_left_alone",
            "tests/courses/learning/test_saving.py::test_every_answer_a_page_gives_is_kept_until_a_page_that_saw_it_replaces_it",
        ),
    ),
    "I3": (
        "After a decision the holder's pages and file say so, offer nothing that is closed, and name somebody to ask.",
        (
            "tests/certificates/proof/views/test_holder.py::test_after_a_decision_the_pages_offer_nothing_and_name_whom_to_ask",
            "tests/certificates/proof/views/test_holder.py::test_where_nobody_coordinates_the_organisation_is_named",
            "tests/certificates/proof/views/test_holder.py::test_a_copy_says_what_was_decided_and_the_kept_file_stays_as_it_was",
            "tests/home/test_my_training.py::test_whoever_a_decision_was_made_about_is_led_to_whom_they_can_ask",
        ),
    ),
}
