"""Where bundles come from: folders and .zip files, and the tricks of either."""

import os
import stat
import zipfile

import pytest
from django.core.management import CommandError, call_command

from courses.authoring.models import CurriculumPage
from courses.bundles import exporting, files, importing
from courses.bundles.shapes import BundleRefused
from lms.refusals import Refusal


def zipped(folder, name: str = "small.zip", prefix: str = ""):
    path = folder.path.parent / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.path.rglob("*")):
            if file.is_file():
                archive.write(file, prefix + file.relative_to(folder.path).as_posix())
    return path


def refused(path) -> list[str]:
    with pytest.raises(BundleRefused) as found:
        importing.import_path(path)
    return found.value.reasons


def test_a_zip_is_the_same_bundle_as_its_folder(folder):
    importing.import_path(folder.path)
    assert not importing.import_path(zipped(folder)).changed


def test_a_zip_of_the_folder_itself_is_read_too(folder):
    folder.write("README.md", "About this bundle.\n")
    folder.write(".git/config", "x")
    assert importing.import_path(zipped(folder, prefix="small/")).curriculum.slug == "small"


@pytest.mark.parametrize("name", ["../evil.md", "/etc/evil.md", "01-first/../../evil.md", "..\\evil.md", "C:evil.md"])
def test_names_that_lead_out_of_a_zip_are_refused(folder, name):
    path = zipped(folder)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    assert any("leads out of the bundle" in reason for reason in refused(path))


def test_a_link_in_a_zip_is_refused(folder):
    path = zipped(folder)
    entry = zipfile.ZipInfo("01-first/09-link.md")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert refused(path) == ["01-first/09-link.md: This is a link, not a file. Put the file itself here."]


def test_a_link_in_a_folder_is_refused(folder):
    os.symlink("/etc/passwd", folder.path / "01-first/09-link.md")
    os.symlink("/etc", folder.path / "media")
    assert refused(folder.path) == [
        "01-first/09-link.md: This is a link, not a file. Put the file itself here.",
        "media: This is a link, not a file. Put the file itself here.",
    ]


def test_a_small_zip_that_unpacks_to_a_huge_one_is_refused(folder, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 100_000)
    path = zipped(folder)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("media/zeros.pdf", b"\0" * 5_000_000)
    assert path.stat().st_size < 20_000
    assert "media/zeros.pdf: This file has 5 MB" in refused(path)[0]
    assert "at most" in refused(path)[0]


def test_a_zip_that_lies_about_its_sizes_is_refused_while_it_is_unpacked(folder, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 100_000)
    path = zipped(folder)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("media/zeros.pdf", b"\0" * 5_000_000)
    data = path.read_bytes()
    assert data.count((5_000_000).to_bytes(4, "little")) == 2
    path.write_bytes(data.replace((5_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little")))
    assert refused(path)


def test_a_name_in_a_zip_that_is_not_utf8_is_refused(folder):
    path = zipped(folder)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("media/cafX.pdf", "x")
    path.write_bytes(path.read_bytes().replace(b"cafX", b"caf\xe9"))
    assert any("The name of this file is not UTF-8" in reason for reason in refused(path))


def test_too_many_files_are_refused(folder, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILES", 3)
    assert "at most" in refused(folder.path)[0]
    assert "at most" in refused(zipped(folder))[0]


def test_a_broken_zip_is_refused(folder):
    path = folder.path.parent / "broken.zip"
    path.write_bytes(b"PK\x03\x04 not really")
    assert "broken.zip: This is not a .zip file, or it is damaged." in refused(path)[0]


def test_a_file_that_is_no_zip_is_told_from_one_that_is_not_there(folder):
    path = folder.path.parent / "letter.docx"
    path.write_bytes(b"Dear reader")
    assert "letter.docx: This is not a .zip file" in refused(path)[0]
    assert "There is no folder and no .zip file here." in refused(folder.path.parent / "nothing.zip")[0]


def test_a_file_that_is_not_utf8_is_named_with_its_line(folder):
    folder.write("claims.yaml", b"# fine\n- key: caf\xe9\n")
    assert any("claims.yaml:2: This line is not UTF-8" in reason for reason in refused(folder.path))


def test_windows_line_ends_and_byte_order_marks_do_not_matter(folder):
    importing.import_path(folder.path)
    for file in folder.path.rglob("*"):
        if file.is_file():
            file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert not importing.import_path(folder.path).changed


def test_an_export_brings_a_bundle_folder_up_to_date(folder):
    curriculum = importing.import_path(folder.path).curriculum
    folder.write("README.md", "Ours to keep.\n")
    folder.write("07-old/01-old.md", "---\ntitle: Old\n---\nGone.\n")
    exporting.export(curriculum, folder.path)
    assert not (folder.path / "07-old").exists()
    assert (folder.path / "README.md").exists()


def test_an_export_leaves_other_folders_alone(folder, tmp_path):
    curriculum = importing.import_path(folder.path).curriculum
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter.txt").write_text("x")
    with pytest.raises(Refusal, match="holds other files"):
        exporting.export(curriculum, tmp_path / "home")
    assert [file.name for file in (tmp_path / "home").iterdir()] == ["letter.txt"]


def test_an_unpublished_curriculum_is_not_exported(folder, tmp_path):
    curriculum = importing.import_path(folder.path).curriculum
    curriculum.unpublish()
    with pytest.raises(Refusal, match="not published"):
        exporting.export(CurriculumPage.objects.get(), tmp_path / "out")


def test_the_commands_say_what_they_did(folder, tmp_path, capsys):
    call_command("import_curriculum", str(folder.path), "--check")
    assert "+ page     new       small/first/start" in capsys.readouterr().out
    assert not CurriculumPage.objects.exists()
    call_command("import_curriculum", str(folder.path))
    assert "page: 5 new" in capsys.readouterr().out
    call_command("import_curriculum", str(folder.path))
    assert "Nothing differs." in capsys.readouterr().out
    call_command("export_curriculum", "small", str(tmp_path / "out"))
    assert "8 files written" in capsys.readouterr().out
    with pytest.raises(CommandError, match="There are: small"):
        call_command("export_curriculum", "none", str(tmp_path / "out"))


def test_the_command_lists_every_problem(folder, capsys):
    folder.remove("curriculum.yaml")
    with pytest.raises(CommandError, match=r"Nothing was changed\. 1 problem to mend."):
        call_command("import_curriculum", str(folder.path))
    assert "curriculum.yaml: This file is missing, so this is no bundle." in capsys.readouterr().err
