"""The same, of lessons and of what learners meet around them."""

PROMISES_OF_LEARNERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "I8": (
        "An update marks what differs from what its person was trained in, shows what stands around it, and names the study.",
        (
            "tests/courses/learning/test_updating.py::test_what_is_new_is_marked_and_said_on_top",
            "tests/courses/learning/test_updating.py::test_what_reads_as_it_did_and_other_trainings_are_not_marked",
            "tests/courses/learning/test_updating.py::test_what_was_said_before_can_be_unfolded",
            "tests/certificates/proof/views/test_holder.py::test_an_update_is_read_between_its_neighbours_with_the_study_behind_it",
        ),
    ),
    "I9": (
        "What has expired is earned again, wherever it is said; where an update and a renewal meet, it is said which comes first.",
        (
            "tests/certificates/proof/views/test_holder.py::test_an_expired_certificate_is_earned_again_and_every_page_says_so_alike",
            "tests/certificates/proof/views/test_holder.py::test_an_update_and_a_renewal_side_by_side_come_with_advice",
            "tests/home/test_my_training.py::test_what_to_do_first_is_said_where_an_update_and_a_renewal_stand_side_by_side",
            "tests/home/test_my_training.py::test_what_has_expired_is_earned_again_and_not_renewed",
        ),
    ),
    "I14": (
        "A wrong answer in a lesson reads as wrong beside the right one, and what was chosen is there again.",
        (
            "tests/courses/learning/views/test_notebook.py::test_a_check_shows_what_was_chosen_and_what_is_right",
            "tests/courses/learning/test_notebook.py::test_what_was_written_and_chosen_is_there_again",
            "tests/courses/learning/test_notebook.py::test_the_options_of_a_check_stand_in_one_order_for_each_person",
            "tests/journeys/test_lesson.py::test_what_is_written_and_chosen_in_a_lesson_is_there_on_the_other_device",
        ),
    ),
    "I15": (
        "Whoever looks up too many codes reads a page about that, which says when to go on.",
        ("tests/certificates/proof/views/test_verify.py::test_many_look_ups_wait_a_minute_in_words_of_their_own",),
    ),
    "I16": (
        "What somebody writes in a lesson is kept for them alone, on every device, and goes when they leave.",
        (
            "tests/courses/learning/views/test_notebook.py::test_a_note_is_kept_by_form_and_shown_again_in_its_place",
            "tests/courses/learning/test_notebook.py::test_a_page_that_knew_less_loses_no_words_of_another",
            "tests/courses/learning/test_notebook.py::test_nobody_is_shown_what_somebody_else_kept",
            "tests/courses/learning/test_notebook.py::test_closing_the_account_deletes_it",
            "tests/home/test_own_data.py::test_what_was_kept_in_lessons_is_in_it",
        ),
    ),
    "I17": (
        "“Done, go on” without a connection says so in its place and is sent by itself.",
        (
            "tests/journeys/test_lesson.py::test_done_waits_for_a_connection_and_is_sent_by_itself",
            "tests/courses/learning/views/test_notebook.py::test_done_tells_a_waiting_page_where_to_go_on",
        ),
    ),
    "I18": (
        "A lesson prints as a handout, on few pages.",
        ("tests/journeys/test_lesson.py::test_a_lesson_prints_as_a_handout",),
    ),
    "I19": (
        "At twice the size of text nothing leaves a phone's screen.",
        ("tests/journeys/test_lesson.py::test_at_twice_the_size_of_text_nothing_leaves_a_phone",),
    ),
    "I23": (
        "Quotation marks in lessons are round, and nothing is said more exactly than it is known.",
        (
            "tests/courses/contents/test_typography.py::test_straight_marks_become_round_ones",
            "tests/courses/contents/test_typography.py::test_french_has_its_own",
            "tests/courses/learning/views/test_training.py::test_a_training_says_where_to_start_and_later_where_to_go_on",
        ),
    ),
    "I24": (
        "Search engines find the public pages and read what they are.",
        ("tests/home/views/test_pages.py::test_search_engines_are_led_to_the_public_pages_and_told_what_they_are",),
    ),
}
