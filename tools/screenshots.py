"""Pictures of every panel and state, of the real window on the sample: to look at, and for the guide.

`python tools/screenshots.py FOLDER [--theme light] [--scale 100] [--size 1440x900] [--small] [--only NAME]`
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

if __name__ == "__main__":  # run by hand, the program stands beside this folder
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from ogp_review import settings
from ogp_review.domain.views import Card
from ogp_review.i18n import resources
from ogp_review.review import create_review, open_review
from ogp_review.services.sample import EDITOR, make_sample
from ogp_review.ui import app, icon_files, messages, recent, theme
from ogp_review.ui.desk import Desk
from ogp_review.ui.intake import ImportPage
from ogp_review.ui.main_window import MainWindow
from ogp_review.ui.triage import TriageWorkspace

PATIENCE_S = 20.0
QUIET_S = 0.25
"""So long nothing is under way before a picture is taken: longer than the timers of the panels."""

COLLEAGUE = "Marta Oduya"
EXACT = 160
"""So many of the commonest colours are kept as they are where a picture has to make do with 256."""

SMALLEST = 0
"""What Qt calls the quality of a PNG is how little it is compressed."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the pictures are to look. `width` and `height` are logical pixels; `small`: with 256 colours."""

    theme: str = "light"
    width: int = 1440
    height: int = 900
    small: bool = False


class Stage:
    """One window on one copy of the sample."""

    def __init__(self, look: Look, folder: Path, sample: Path) -> None:
        self.folder = folder
        self.sample = sample
        self.look = look
        found = QApplication.instance()
        self.app = found if isinstance(found, QApplication) else app.application()
        theme.install(self.app, look.theme)
        self.window = MainWindow()
        self.window.resize(look.width, look.height)
        self.window.show()
        self.window.activateWindow()
        self.picture: Callable[[QWidget], None] = lambda widget: None

    @property
    def desk(self) -> Desk:
        assert self.window.desk is not None
        return self.window.desk

    @property
    def triage(self) -> TriageWorkspace:
        return self.desk.triage

    def copy(self) -> Path:
        return Path(copyfile(self.sample, self.folder / "Sample review.ogpr"))

    def open(self, path: Path | None = None) -> "Stage":
        """Open a review, else the sample, and wait until it shows."""
        self.window.open_review(str(path or self.copy()), EDITOR)
        self.until(lambda: self.window.desk is not None)
        self.settle()
        return self

    def until(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"The window never came to {holds}.")
            self.app.processEvents()
            time.sleep(0.002)

    def settle(self) -> None:
        """Until nothing is being read, written or worked on."""
        quiet_since = time.monotonic()
        end = quiet_since + PATIENCE_S
        while time.monotonic() < min(quiet_since + QUIET_S, end):
            self.app.processEvents()
            time.sleep(0.002)
            desk = self.window.desk
            if desk is not None and (desk.session.writing or desk.session.reading or desk.jobs.running):
                quiet_since = time.monotonic()

    def filter(self, text: str) -> "Stage":
        self.triage.show_filter(text)
        self.settle()
        return self

    def show(self, wanted: Callable[[Card], bool]) -> "Stage":
        """Make the first comment current of which something holds."""
        cards = self.desk.session.review.browsing.cards(self.triage.list.all_ids())
        chosen = next(card for card in cards if wanted(card))
        self.triage.list.select_id(chosen.id)
        self.settle()
        return self

    def do(self, action: str) -> "Stage":
        self.window.actions_.trigger(action)
        self.settle()
        return self

    def popup(self, typed: str = "") -> None:
        """A picture of the window with the popup that is open lying on it, then of the popup going away."""
        self.until(lambda: QApplication.activePopupWidget() is not None)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        if typed:
            QTest.keyClicks(QApplication.focusWidget() or popup, typed)
        self.settle()
        self.picture(popup)
        popup.hide()

    def dialog(self, action: str) -> None:
        """A picture of the dialog that an action opens; Esc closes it."""

        def take() -> None:
            found = QApplication.activeModalWidget()
            if found is None:
                QTimer.singleShot(20, take)
                return
            self.settle()
            self.picture(found)
            found.close()

        QTimer.singleShot(0, take)
        self.window.actions_.trigger(action)

    def leave(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.app.processEvents()


# What is shown --------------------------------------------------------------------------------------------


def start(stage: Stage) -> None:
    other = Path(copyfile(stage.sample, stage.folder / "Access to information act.ogpr"))
    recent.remember(str(other), "Access to information act", 72, 72)
    stage.open().until(lambda: len(recent.load()) == 2)
    stage.window.show_start()
    stage.settle()


def start_first_time(stage: Stage) -> None:
    stage.settle()


def triage(stage: Stage) -> None:
    stage.open().filter("P6").show(lambda card: card.state == "approved")


def reading(stage: Stage) -> None:
    """Into the reader; where the window is small it alone shows then."""
    triage(stage)
    stage.do("enter")


def returned(stage: Stage) -> None:
    stage.open().filter("P8").show(lambda card: card.state == "drafted")


def whole_list(stage: Stage) -> None:
    stage.open()


def lit(stage: Stage) -> None:
    stage.open().filter("youth")


def selection(stage: Stage) -> None:
    stage.open().filter("section:3")
    for _step in range(3):
        stage.triage.list.extend(1)
    stage.settle()


def suggestion(stage: Stage) -> None:
    stage.open().filter("is:suggested")
    stage.until(lambda: stage.triage.list.current_id() is not None)
    stage.settle()


def set_aside(stage: Stage) -> None:
    stage.open().filter("is:setaside")


def translation(stage: Stage) -> None:
    stage.open().filter("lang:es").show(lambda card: card.language == "es")
    comment = stage.triage.list.current_id()
    text = "We ask for a fixed date, in the law, by which an answer has to be published in every language."
    stage.desk.session.do(lambda review: review.triage.translate(comment, "en", text))
    stage.settle()
    stage.do("translation")


def translating(stage: Stage) -> None:
    """The editor beside the original, something in it."""
    stage.open().filter("lang:es").show(lambda card: card.language == "es" and not card.translated)
    stage.do("translate")
    QTest.keyClicks(QApplication.focusWidget() or stage.window, "In our town nobody was told. We ask for ")
    stage.settle()


def untranslated(stage: Stage) -> None:
    """There is nothing beside the original yet."""
    stage.open().filter("lang:es").show(lambda card: card.language == "es" and not card.translated)
    stage.do("translation")


def stale_translation(stage: Stage) -> None:
    """The comment was edited at its source after it had been translated."""
    stage.open().filter("lang:es").show(lambda card: card.language == "es" and not card.translated)
    [card] = stage.desk.session.review.browsing.cards([stage.triage.list.current_id() or 0])
    text = "We ask for a fixed date, in the law."
    stage.desk.session.do(lambda review: review.triage.translate(card.id, "en", text, of="Other words."))
    stage.settle()
    stage.do("translate")


def excerpts(stage: Stage) -> None:
    stage.open()
    review = stage.desk.session.review
    stage.filter(next(c.ref for c in review.comments() if review.excerpts(c.id)))


def moved_away(stage: Stage) -> None:
    """A comment that fits the filter no more stays where it was."""
    stage.open().filter("P9")
    ids = stage.triage.list.selected_ids()
    stage.triage.verbs.move_to(ids, "P12")
    stage.settle()


def conflict(stage: Stage) -> None:
    path = stage.copy()
    stage.open(path).filter("state:drafted")
    stage.do("respond")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    QTest.keyClicks(editor, "We agree. ")
    view = stage.triage.reader.current()
    assert view is not None
    with open_review(path, person=COLLEAGUE) as theirs:
        theirs.responding.respond(
            view.point.id if view.point else view.card.id, text="The Secretariat will look into it."
        )
    stage.do("save")


def table(stage: Stage) -> None:
    stage.open().filter("section:3")
    stage.triage.list.set_form("table")
    stage.settle()


def history(stage: Stage) -> None:
    stage.open().filter("state:approved").do("history").popup()


def review_history(stage: Stage) -> None:
    stage.open().do("review_history").popup()


def nothing_matches(stage: Stage) -> None:
    stage.open().filter("lang:fr tag:Participation/Youth is:setaside")


def one_token_hides(stage: Stage) -> None:
    stage.open().filter("P12 channel:letter")


def wrong_filter(stage: Stage) -> None:
    stage.open().filter('lang:fr tag:"No such tag"')


def all_done(stage: Stage) -> None:
    stage.open().filter("P7 is:open")


def nobody_yet(stage: Stage) -> None:
    path = stage.folder / "Empty.ogpr"
    create_review(path, title="Draft strategy 2027–2032", person=EDITOR).close()
    stage.open(path)


def empty_points(stage: Stage) -> None:
    nobody_yet(stage)
    stage.do("points")


def empty_codebook(stage: Stage) -> None:
    nobody_yet(stage)
    stage.do("codebook")


def read_only(stage: Stage) -> None:
    stage.window.show_review(open_review(stage.copy(), person=EDITOR, read_only=True))
    stage.settle()
    stage.filter("P12")


def points(stage: Stage) -> None:
    stage.open().do("points")
    stage.desk.open_point("PT-0010")
    stage.settle()


def near(stage: Stage) -> None:
    """A comment that may belong to the point."""
    stage.open().do("points")
    stage.desk.open_point("PT-0004")
    stage.settle()


def people(stage: Stage) -> None:
    """Somebody whom two channels state."""
    stage.open()
    found = stage.desk.session.review
    who = next(one for one in found.comments() if one.author and one.author.startswith("Wietske"))
    stage.desk.show_people(found.desk.comment(who.id).participant)
    stage.settle()


def people_suggested(stage: Stage) -> None:
    """Two that may be one person, side by side."""
    stage.open()
    letters = _table_of_letters(stage.folder)
    stage.desk.session.do(lambda review: review.intake.import_file(letters, consultation="Letters"))
    stage.settle()
    again = stage.folder / "Evening meeting.csv"
    rows = [
        "Name;Organisation;Paragraph;Comment;Channel;Country",
        "Brightwater, A.;Rivermouth Youth Forum;P9;The classes asked for thirty days again.;email;Kenya",
    ]
    again.write_text("\n".join(rows), "utf-8")
    stage.desk.session.do(lambda review: review.intake.import_file(again, consultation="Meeting"))
    stage.settle()
    [pair, *_more] = stage.desk.session.review.suggesting.participants()
    stage.desk.show_people(pair.persons[0])
    stage.settle()


def empty_people(stage: Stage) -> None:
    nobody_yet(stage)
    stage.do("who")


def codebook(stage: Stage) -> None:
    stage.open().do("codebook")
    QTest.keyClick(QApplication.focusWidget() or stage.window, "J")
    stage.settle()


def import_nothing(stage: Stage) -> None:
    stage.open().do("import")


def import_check(stage: Stage) -> None:
    stage.open().desk.import_files([str(_table_of_letters(stage.folder))])
    stage.settle()


def import_question(stage: Stage) -> None:
    """Dates that may be either way round, and accents that were read wrongly."""
    path = stage.folder / "Cartas de mayo.csv"
    rows = [
        "Nombre;Fecha;Comentario",
        "InÃ©s Riovalle;03/04/2026;Â¿QuÃ© pasÃ³ con el plan de agua?",
        "TomÃ¡s;05/06/2026;Nadie supo quÃ© se hizo despuÃ©s.",
    ]
    path.write_text("\n".join(rows), "utf-8")
    stage.open().desk.import_files([str(path)])
    stage.settle()


def import_queue(stage: Stage) -> None:
    """Several at once: one with a question, one that cannot be read, one that is here already."""
    import_question(stage)
    broken = stage.folder / "Responses.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    here = resources() / "sample" / "comments_en.csv"
    stage.desk.import_files([str(_table_of_letters(stage.folder)), str(broken), str(here)])
    stage.settle()


def import_draft(stage: Stage) -> None:
    """A draft where there is none yet is offered as such."""
    nobody_yet(stage)
    path = stage.folder / "Draft strategy.md"
    headings = ("Why now", "What we will do", "How we will know")
    words = "in a few words that people can answer."
    parts = [f"# {one}\n\nP{n}. {one}, {words}" for n, one in enumerate(headings, 1)]
    path.write_text("\n\n".join(parts), "utf-8")
    stage.desk.import_files([str(path)])
    stage.settle()


def import_profile(stage: Stage) -> None:
    """The name of a profile is asked in one line."""
    import_check(stage)
    page = stage.desk.stack.currentWidget()
    assert isinstance(page, ImportPage)
    page.name_profile()
    stage.popup()


def import_again(stage: Stage) -> None:
    stage.open().desk.import_files([str(resources() / "sample" / "comments_en.csv")])
    stage.settle()


def import_done(stage: Stage) -> None:
    import_check(stage)
    stage.do("submit")


def import_refused(stage: Stage) -> None:
    wrong = stage.folder / "notes.csv"
    wrong.write_text("one;two\n1;2\n", "utf-8")
    stage.open().desk.import_files([str(wrong)])
    stage.settle()


def outcomes(stage: Stage) -> None:
    stage.open().do("outcomes")


def export(stage: Stage) -> None:
    stage.open().do("export")


def export_done(stage: Stage) -> None:
    stage.open().do("export").desk.export_page().write(str(stage.folder / "Phase 3 report.docx"))
    stage.settle()


def done_with_undo(stage: Stage) -> None:
    stage.open().filter("is:untagged")
    ids = stage.triage.list.selected_ids()
    stage.desk.session.do(lambda review: review.tagging.add(ids, "Participation"))
    stage.settle()


def trouble(stage: Stage) -> None:
    stage.open()
    messages.bridge.problem("Excel has “Response matrix.xlsx” open. Close it, or save under another name.")
    stage.settle()


def bug(stage: Stage) -> None:
    stage.open()
    messages.bridge.bug(ValueError("a picture of what a bug looks like"))
    stage.settle()


def note(stage: Stage) -> None:
    stage.open().filter("P12").do("note").popup("She wrote to us twice; see also C0060.")


def choosing(action: str, typed: str = "") -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        stage.open().filter("P12").do(action).popup(typed)

    return show


def name_popup(stage: Stage) -> None:
    """A view that is there already asks whether it is to be replaced."""
    stage.open().filter("lang:fr")
    stage.desk.session.do(lambda review: review.browsing.save_view("In French", "lang:fr is:open"))
    stage.settle()
    stage.do("save_view")
    stage.until(lambda: QApplication.activePopupWidget() is not None)
    field = QApplication.focusWidget() or stage.window
    QTest.keyClicks(field, "In French")
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.popup()


def choosing_point(stage: Stage) -> None:
    stage.open().filter("P9").do("merge").popup()


def palette(stage: Stage) -> None:
    stage.open().do("go_to").popup()


def palette_typed(stage: Stage) -> None:
    stage.open().do("go_to").popup("yo")


def completing(stage: Stage) -> None:
    stage.open().do("filter")
    QTest.keyClicks(QApplication.focusWidget() or stage.window, "tag:")
    stage.settle()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        stage.picture(popup)


def menu_of_comment(stage: Stage) -> None:
    stage.open().filter("P12")
    view = stage.triage.list.view()
    stage.triage.list.menu_wanted.emit(view.mapToGlobal(QPoint(80, 40)))
    stage.popup()


def dialog(action: str) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        stage.open().dialog(action)

    return show


SCENES: dict[str, Callable[[Stage], None]] = {
    "start": start,
    "start_first_time": start_first_time,
    "triage": triage,
    "list": whole_list,
    "lit": lit,
    "selection": selection,
    "suggestion": suggestion,
    "set_aside": set_aside,
    "translation": translation,
    "translating": translating,
    "untranslated": untranslated,
    "stale_translation": stale_translation,
    "reading": reading,
    "returned": returned,
    "excerpts": excerpts,
    "moved_away": moved_away,
    "conflict": conflict,
    "table": table,
    "nothing_matches": nothing_matches,
    "one_token_hides": one_token_hides,
    "wrong_filter": wrong_filter,
    "all_done": all_done,
    "nobody_yet": nobody_yet,
    "empty_points": empty_points,
    "empty_codebook": empty_codebook,
    "read_only": read_only,
    "done_with_undo": done_with_undo,
    "trouble": trouble,
    "bug": bug,
    "points": points,
    "near": near,
    "people": people,
    "people_suggested": people_suggested,
    "empty_people": empty_people,
    "codebook": codebook,
    "import_nothing": import_nothing,
    "import": import_check,
    "import_question": import_question,
    "import_queue": import_queue,
    "import_draft": import_draft,
    "import_profile": import_profile,
    "import_again": import_again,
    "import_done": import_done,
    "import_refused": import_refused,
    "outcomes": outcomes,
    "export": export,
    "export_done": export_done,
    "history": history,
    "review_history": review_history,
    "note": note,
    "name_popup": name_popup,
    "choose_tag": choosing("tag"),
    "choose_new_tag": choosing("tag", "Hous"),
    "choose_place": choosing("move"),
    "choose_reason": choosing("set_aside"),
    "choose_person": choosing("assign"),
    "choose_stance": choosing("stance"),
    "choose_language": choosing("language"),
    "choose_disposition": choosing("disposition"),
    "choose_canned": choosing("respond_canned"),
    "choose_point": choosing_point,
    "palette": palette,
    "palette_typed": palette_typed,
    "completing": completing,
    "menu_of_comment": menu_of_comment,
    "settings": dialog("settings"),
    "keys": dialog("keys"),
    "help": dialog("help"),
    "about": dialog("about"),
    "new_review": dialog("new"),
    "open_shared": dialog("open_shared"),
}


def _table_of_letters(folder: Path) -> Path:
    """A table with something to mind: a row without text, and one without a date."""
    rows = [
        "Name;Organisation;Paragraph;Comment;Date;Language",
        "A. Brightwater;Rivermouth Youth Forum;P9;Thirty days would let a school class see it.;2026-05-02;en",
        "Tomás Riovalle;;P12;Lo mismo pasó con el plan de agua: nadie supo qué se hizo.;2026-05-03;es",
        "Odile Marchepain;Collectif Clairevoix;P9;Un délai raisonnable ne veut rien dire.;2026-05-04;fr",
        "P. Osterhaven;Institute for Plain Law;P12;;2026-05-05;en",
        "Name withheld;;;I would read a one-page answer. I will not read an annex.;;en",
    ]
    path = folder / "Letters of May.csv"
    path.write_text("\n".join(rows), "utf-8")
    return path


# Taking them ----------------------------------------------------------------------------------------------


@contextmanager
def own_settings(folder: Path) -> Iterator[None]:
    """Settings of these pictures alone: nothing of the person's own shows or is changed."""
    before = dict(os.environ)
    home = str(folder.parent)
    os.environ |= {"OGP_REVIEW_DATA_DIR": str(folder), "HOME": home, "USERPROFILE": home}
    icon_files.coloured.cache_clear()  # they stand in the data folder
    try:
        settings.save({"person": EDITOR, "folder": home})
        yield
    finally:
        os.environ.clear()
        os.environ |= before


def few_colours(image: QImage) -> QImage:
    """The picture with 256 of its colours, each other one as the nearest of them."""
    whole = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(whole.constBits()).cast("I")
    counted = Counter(pixels)
    common = [colour for colour, _times in counted.most_common()]
    shades: dict[int, int] = {}  # the rare ones too have one that stands for them
    for colour in common:
        shades.setdefault(colour & 0xE0E0E0, colour)
    table = list(dict.fromkeys([*common[:EXACT], *shades.values()]))[:256]
    place = {colour: number for number, colour in enumerate(table)}
    for colour in counted:
        if colour not in place:
            place[colour] = min(range(len(table)), key=lambda number: _apart(colour, table[number]))
    size = whole.size()
    data = bytes(map(place.__getitem__, pixels))
    made = QImage(data, size.width(), size.height(), size.width(), QImage.Format.Format_Indexed8)
    made.setColorTable(table)
    return made.copy()


def _apart(one: int, two: int) -> int:
    return sum((((one >> shift) & 255) - ((two >> shift) & 255)) ** 2 for shift in (0, 8, 16))


def shoot(name: str, into: Path, look: Look, sample: Path) -> list[Path]:
    """Take the pictures of one scene: of the window, and of a popup or dialog beside it."""
    taken: list[Path] = []

    def picture(widget: QWidget, ending: str = "_popup") -> None:
        taken.append(into / f"{name}{ending}.png")
        image = widget.grab().toImage()
        image = few_colours(image) if look.small else image
        if not image.save(str(taken[-1]), "PNG", SMALLEST):
            raise OSError(f"{taken[-1]} could not be written.")

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made) / "Documents" / "Consultations"
        folder.mkdir(parents=True)
        with own_settings(Path(made) / "settings"):
            stage = Stage(look, folder, sample)
            stage.picture = picture
            try:
                SCENES[name](stage)
                if not taken:
                    picture(stage.window, "")
            finally:
                stage.leave()
    return taken


def take(into: Path, look: Look, names: Sequence[str]) -> list[Path]:
    """Take the pictures of these scenes; the files they stand in."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        sample = Path(made) / "sample.ogpr"
        make_sample(sample)
        return [path for name in names for path in shoot(name, into, look, sample)]


def main(arguments: Sequence[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, help="where the pictures go")
    asked.add_argument("--theme", choices=("light", "dark", "contrast"), default="light")
    asked.add_argument("--scale", type=int, choices=(100, 200), default=100, help="percent")
    asked.add_argument("--size", default="1440x900", help="of the window, in logical pixels")
    asked.add_argument("--small", action="store_true", help="256 colours, for documents")
    asked.add_argument("--only", action="append", choices=list(SCENES), help="this scene; can be repeated")
    given = asked.parse_args(arguments)
    if given.scale != 100:  # before there is an application
        os.environ["QT_SCALE_FACTOR"] = str(given.scale / 100)
    width, height = (int(side) for side in given.size.split("x"))
    for path in take(given.folder, Look(given.theme, width, height, given.small), given.only or list(SCENES)):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
