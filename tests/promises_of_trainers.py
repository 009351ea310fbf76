"""What was once found broken on trainers' screens, and what they may rely on since (see promises.py)."""

PROMISES_OF_TRAINERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "G5": (
        "Trainers delete what was never released, and are told why the rest stays.",
        (
            "tests/desk/test_editor.py::test_a_trainer_deletes_a_module_that_was_never_released",
            "tests/desk/test_editor.py::test_a_trainer_is_told_why_what_was_released_stays",
            "tests/desk/test_editor.py::test_a_trainer_deletes_what_nothing_rests_on_and_is_told_why_the_rest_stays",
            "tests/desk/test_editor.py::test_what_stands_in_a_proposal_is_not_deleted",
            "tests/desk/test_editor.py::test_a_whole_curriculum_is_deleted_by_administrators_only",
        ),
    ),
    "G6": (
        "Publishing leads to the page as learners will read it, and to the release that takes it out.",
        (
            "tests/desk/test_editor.py::test_publishing_leads_to_the_page_as_learners_will_read_it_and_to_a_release",
            "tests/desk/test_editor.py::test_publishing_says_what_a_release_would_find",
        ),
    ),
    "G7": (
        "A copy that is not published asks nobody to review it, and a review names its module.",
        (
            "tests/courses/releases/test_reviewing.py::test_a_copy_that_is_not_published_asks_nobody",
            "tests/courses/releases/test_reviewing.py::test_tasks_name_the_module_of_their_lesson_in_one_query",
        ),
    ),
    "G9": (
        "Questions and claims are found by what people remember of them, and say where they are used and what they rest on.",
        (
            "tests/desk/test_question_bank.py::test_questions_are_found_by_every_word_of_question_key_and_topic",
            "tests/desk/test_question_bank.py::test_it_says_where_a_question_is_used",
            "tests/desk/test_question_bank.py::test_first_attempts_tell_how_a_question_does",
            "tests/desk/test_question_bank.py::test_a_share_is_shown_only_when_enough_have_answered",
            "tests/desk/test_question_bank.py::test_the_list_asks_as_much_for_three_as_for_one",
            "tests/evidence/test_cms.py::test_claims_are_found_by_words_key_and_source",
        ),
    ),
    "G11": (
        "A proposal older than what is published says so and offers to freeze it again.",
        (
            "tests/desk/views/test_behind.py::test_a_proposal_older_than_what_is_published_says_so_and_offers_to_freeze_it_again",
            "tests/courses/releases/test_behind.py::test_words_that_were_published_since",
            "tests/courses/releases/test_behind.py::test_a_question_and_a_claim_that_were_changed",
            "tests/courses/releases/test_behind.py::test_the_same_words_published_again_are_no_change",
        ),
    ),
    "G12": (
        "A file that nobody could open, and an image that is neither described nor decorative, is refused and stops a release.",
        (
            "tests/courses/contents/test_soundness.py::test_what_cannot_be_opened_is_refused_in_words",
            "tests/courses/authoring/test_wagtail_authoring.py::test_a_document_nobody_could_open_is_refused_in_the_form",
            "tests/courses/releases/test_checking.py::test_files_that_nobody_could_open_cannot_go_out",
            "tests/courses/releases/test_checking.py::test_an_image_goes_out_described_or_marked_as_decorative",
            "tests/courses/bundles/test_importing.py::test_a_file_nobody_could_open_is_named",
        ),
    ),
    "G14": (
        "Messages say what is wrong and what to do, go once it is done, and their numbers add up.",
        (
            "tests/courses/bundles/test_files.py::test_a_file_that_is_no_zip_is_told_from_one_that_is_not_there",
            "tests/courses/bundles/test_files.py::test_a_file_that_is_not_utf8_is_named_with_its_line",
            "tests/courses/bundles/test_files.py::test_a_small_zip_that_unpacks_to_a_huge_one_is_refused",
            "tests/desk/test_editor.py::test_a_quiz_that_draws_more_than_there_are_says_so_when_it_is_published",
            "tests/desk/views/test_behind.py::test_what_the_form_asks_for_is_not_listed_beside_it",
            "tests/desk/views/test_evidence_desk.py::test_a_retraction_is_recorded_only_after_its_author_saw_what_it_touches",
        ),
    ),
    "G15": (
        "The editor says when the evidence behind a text was retracted, and speaks plainly.",
        (
            "tests/desk/test_editor.py::test_the_editor_says_when_the_evidence_behind_a_text_was_retracted",
            "tests/desk/test_editor.py::test_the_editor_speaks_plainly",
        ),
    ),
    "G16": (
        "Nothing is recorded of the evidence before whoever records it has seen what and whom it touches.",
        (
            "tests/desk/views/test_evidence_desk.py::test_a_retraction_is_recorded_only_after_its_author_saw_what_it_touches",
            "tests/desk/views/test_evidence_desk.py::test_what_was_typed_can_be_changed_after_looking",
        ),
    ),
    "G17": (
        "A curriculum is taken away as files and brought in again in the browser, exactly as was shown or not at all.",
        (
            "tests/desk/views/test_bundles.py::test_what_is_downloaded_can_be_uploaded_and_changes_nothing",
            "tests/desk/views/test_bundles.py::test_the_difference_is_shown_and_then_imported",
            "tests/desk/views/test_bundles.py::test_what_changes_in_a_lesson_and_a_question_is_shown_word_by_word",
            "tests/desk/views/test_bundles.py::test_nothing_is_imported_that_was_not_shown",
            "tests/desk/views/test_bundles.py::test_every_problem_is_named_with_its_file_and_line_and_nothing_is_kept",
            "tests/desk/views/test_bundles.py::test_nobody_uploads_into_what_they_do_not_write",
            "tests/desk/views/test_bundles.py::test_only_administrators_bring_in_a_new_curriculum",
            "tests/desk/views/test_bundles.py::test_an_upload_can_be_left_and_is_swept_after_a_day",
        ),
    ),
    "K1": (
        "A released question that was wrong is corrected for everybody who was asked it, and no result falls by it.",
        (
            "tests/courses/contents/test_correcting.py::test_grading_with_corrections_is_total_and_one_more_never_lowers_a_result",
            "tests/courses/contents/test_correcting.py::test_all_but_re_keying_comes_in_any_order",
            "tests/courses/learning/test_regrading.py::test_every_kind_of_correction",
            "tests/courses/learning/test_regrading.py::test_an_attempt_under_way_is_graded_with_it_from_the_start",
            "tests/courses/learning/test_regrading.py::test_whoever_passes_by_it_completes_what_they_would_have_on_the_day_they_sat",
            "tests/courses/learning/test_regrading.py::test_carrying_it_out_again_or_after_being_killed_misses_nobody_and_tells_nobody_twice",
            "tests/desk/views/test_corrections.py::test_the_preview_counts_what_applying_then_does",
            "tests/journeys/test_correction.py::test_a_mis_keyed_question_is_corrected_and_whoever_missed_it_has_the_point",
        ),
    ),
    "K2": (
        "Only who approves every curriculum that asked a question corrects it, and nobody for a result of their own.",
        (
            "tests/courses/learning/test_regrading.py::test_only_who_approves_every_curriculum_that_asked_it_corrects_it",
            "tests/courses/learning/test_regrading.py::test_nobody_raises_a_result_of_their_own",
            "tests/desk/views/test_corrections.py::test_learners_coordinators_and_trainers_of_other_curricula_find_nothing",
            "tests/courses/learning/views/test_corrected.py::test_a_quiz_that_keeps_its_answers_keeps_the_reason_too",
        ),
    ),
}
