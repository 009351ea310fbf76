"""The same, of starting a site and running it."""

PROMISES_OF_RUNNING: dict[str, tuple[str, tuple[str, ...]]] = {
    "C3": (
        "A new site is made by one command or on one page, as often as one likes, and never over what people edited.",
        (
            "tests/home/test_starting.py::test_one_command_makes_a_site_that_issues_certificates",
            "tests/home/test_starting.py::test_running_it_again_changes_nothing_that_people_edited",
            "tests/home/test_starting.py::test_what_was_half_done_is_finished",
            "tests/home/test_starting.py::test_the_page_sets_the_site_up_and_says_what_comes_next",
        ),
    ),
    "C4": (
        "No certificate is issued before it is known who issues it, and what was earned meanwhile follows.",
        (
            "tests/certificates/ledger/test_waiting.py::test_nothing_is_issued_until_it_is_known_who_issues_it",
            "tests/certificates/ledger/test_waiting.py::test_what_waited_is_issued_once_the_issuer_is_known_with_the_days_it_was_earned",
            "tests/certificates/ledger/test_waiting.py::test_whoever_waits_and_whoever_can_end_it_reads_why",
            "tests/lms/test_organisation.py::test_what_a_site_starts_with_is_not_yet_decided",
        ),
    ),
    "C5": (
        "Whoever runs the site is told the truth about its parts: on a page, by letters about errors, and machines as well.",
        (
            "tests/operations/test_overview.py::test_a_part_that_stopped_is_not_said_to_be_at_work",
            "tests/operations/test_overview.py::test_held_letters_go_once_somebody_lets_them_and_her_name_is_kept",
            "tests/operations/test_machines.py::test_without_a_worker_requests_come_all_the_same",
            "tests/operations/test_machines.py::test_a_part_that_is_needed_keeps_requests_away",
            "tests/lms/test_log_lines.py::test_administrators_get_a_letter_about_an_error_once_in_a_while",
        ),
    ),
    "C7": (
        "Who follows the guide has a running site, every setting in one sample, and a way back from a backup.",
        (
            "tests/production/test_production.py::test_from_nothing_to_a_certificate_and_back_from_a_backup",
            "tests/operations/test_backups.py::test_the_drill",
            "tests/lms/test_settings.py::test_the_sample_has_every_variable_and_no_other",
        ),
    ),
}
