"""The visit on a real screen: touches, answers and time go in, frames come out. Nothing in here waits."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

import pygame

from installation.link import LineError
from installation.messages import (
    Audio,
    Begun,
    Broken,
    Cancel,
    Commissioned,
    FirstPicture,
    FromStudio,
    Heard,
    Hush,
    Made,
    Partial,
    Progress,
    Refused,
    Stamp,
    Typed,
    Unheard,
)
from installation.screen.canvas import Sheet
from installation.screen.door import Pin
from installation.screen.headway import Headway
from installation.screen.house import House
from installation.screen.meter import Meter
from installation.screen.microphone import Microphone
from installation.screen.moment import Look, Moment, Wish
from installation.screen.page import Box, Deed, Picture, Tool
from installation.screen.player import FilmReel, picture_of
from installation.screen.porter import Porter
from installation.screen.raster import Raster
from installation.screen.session import Cover, Effect, Event, Session, State, due, left, step
from installation.screen.studio_line import StudioLine
from installation.screen.theme import BRUSHES
from installation.screen.touch import Contact, Contacts, Phase, Touch, touches
from installation.screen.views import page
from installation.screen.views.sketch import sheet_box
from installation.screen.visit import MOST_LETTERS, Visit, Watched, wish_of
from models.errors import GuardError
from models.retouch import Ground
from models.types import Picture as Pixels
from telemetry.events import StageEvent

BREATH_S: Final = 4.0  # of the invitation
BREATHS: Final = 32  # steps of one
USUAL_S: Final = 6.0  # of a making, before the studio says more
SLACK: Final = 24  # px around a button in which a finger may be lifted

_ENDINGS: Final = {Unheard: Event.NOTHING_HEARD, Refused: Event.BLOCKED, Broken: Event.FAILED}


class Kiosk:
    """One display, one visitor at a time."""

    def __init__(self, display: pygame.Surface, house: House, microphone: Microphone, pin: Pin) -> None:
        self._looks, self._pictures, self._grounds = house.looks, house.pictures, house.grounds
        self._microphone, self._porter = microphone, Porter(pin, house.hours)
        self._rasters = tuple(
            Raster(display, look.lettering, look.palette, self._pictures.source) for look in self._looks
        )
        self._language = 0
        self.studio = StudioLine()
        self.session, self._visit = Session(), self._fresh_visit()
        self.ended = False  # by staff: everything is to be started anew
        self.events: list[StageEvent] = []  # to be kept by whoever keeps them
        if not self._porter.has_a_pin:
            self.session = Session(State.CHOOSE)
        self._contacts, self._pressed = Contacts(), dict[Contact, tuple[Deed, Box]]()
        self._page = page(Moment(), self._looks[0])
        self._meter = Meter()
        self._headway = Headway()
        self._unasked = False  # something could not be asked of any studio

    def frame(self, events: Iterable[pygame.event.Event], now: float) -> list[pygame.Rect]:
        """Take in what happened until `now`, s, and draw what changed: the places of it."""
        try:
            for touch in touches(events, (self._look.width, self._look.height), now):
                self._contacts, meant = self._contacts.told(touch)
                for each in meant:
                    self._touched(each)
            self._contacts, lifted = self._contacts.aged(now)
            for each in lifted:
                self._touched(each)
            self._listen(now)
            self._watch(now)
            self._answers(now)
            self._page = page(self.moment(now), self._look)
            return self._rasters[self._language].show(
                self._page, self._pictures.moved(self._page, self._visit.sheet, now)
            )
        except GuardError:  # something was not what was cleared: it was not shown, and the visit goes its kind way
            for kindly in (Event.FAILED, Event.LEAVE):
                self._happens(kindly, now)
            return []

    def moment(self, now: float) -> Moment:
        """What is so just now."""
        session = self.session
        making = session.state is State.MAKING
        return Moment(
            session=session,
            left=self._headway.seconds(now) if making else round(left(session, now)) if _counts(session) else 0,
            turn=round(now / BREATH_S * BREATHS) % BREATHS / BREATHS if session.state is State.IDLE else 0.0,
            language=self._language,
            tools=self._visit.tools,
            inked=not self._visit.sheet.bare,
            microphone=self._microphone.there,
            levels=self._meter.levels if session.state is State.SPEAK else (),
            wish=self._visit.wish,
            done=self._headway.share(now) if making else 0.0,
            typed=self._visit.dotted,
            pressed=next((box for _, box in self._pressed.values()), None),
            door=self._porter.door,
            ready=self.studio.ready,
            hears=self._microphone.open,
            face=self._visit.watched.face if self._visit.watched else None,
            picture=self._visit.picture,
            shape=self._pictures.film_shape if session.state is State.FILM else self._visit.shape,
            given=self._visit.ground is not None,
        )

    def _watch(self, now: float) -> None:
        """What time alone brings about."""
        for event in (due(self.session, now), self._porter.due(now)):
            if event is not None:
                self._happens(event, now)

    # fingers

    def _touched(self, touch: Touch) -> None:
        """Ink where there is paper to draw on, buttons elsewhere."""
        self._porter.touched(touch)
        if touch.contact in self._visit.sheet.hands or (touch.phase is Phase.DOWN and self._is_on_paper(touch)):
            self._draw(touch, self._sheet)
        elif touch.phase is Phase.DOWN:
            self._press(touch)
        elif touch.phase is not Phase.MOVE:
            self._lift(touch)

    def _is_on_paper(self, touch: Touch) -> bool:
        sheet = self._page.frame(Picture.SHEET)
        drawing = self.session.state is State.SKETCH and self.session.cover is Cover.NOTHING
        return drawing and sheet is not None and sheet.holds(touch.x, touch.y)

    def _draw(self, touch: Touch, sheet: Box) -> None:
        tools = self._visit.tools
        on_paper = replace(touch, x=touch.x - sheet.x, y=touch.y - sheet.y)
        drawn = self._visit.sheet.told(on_paper, None if tools.erasing else float(BRUSHES[tools.brush]))
        self._visit = replace(self._visit, sheet=drawn)
        self._happens(Event.TOUCHED, touch.time)

    def _press(self, touch: Touch) -> None:
        if self.session.state is State.IDLE and not self.studio.ready:
            return  # nobody is invited before somebody can paint
        hit = self._page.deed_at(touch.x, touch.y)
        if hit is None or hit[0] is Event.TOUCHED:
            self._happens(Event.TOUCHED, touch.time)
        else:
            self._pressed[touch.contact] = hit

    def _lift(self, touch: Touch) -> None:
        hit = self._pressed.pop(touch.contact, None)
        if hit and touch.phase is Phase.UP and hit[1].grown(SLACK).holds(touch.x, touch.y):
            self._do(hit[0], touch.time)

    def _do(self, deed: Deed, now: float) -> None:
        if isinstance(deed, Event):
            self._happens(deed, now)
        elif deed.name == "digit":
            self._dial(deed.index, now)
        else:
            self._happens(Event.TOUCHED, now)
            self._use(deed)

    def _dial(self, index: int, now: float) -> None:
        self._happens(Event.TOUCHED, now)
        event = self._porter.dialled(index, now)
        if event is not None:
            self._happens(event, now)

    def _use(self, tool: Tool) -> None:
        """A tool changes what the visitor has, never where the visit is."""
        name, *place = tool.name.split()
        if name in ("undo", "clear"):
            sheet = self._visit.sheet.undone() if name == "undo" else Sheet()
            self._visit = replace(self._visit, sheet=sheet)
        elif name == "chip":
            self._pick(tool.index)
        elif name in ("other", "key"):
            text = self._visit.said(tool, place)
            self._say(self._look.glossary.english(text), text)
        elif name == "language":
            self._speak_in(tool.index)
        elif name == "rate" and self._visit.watched:
            self._visit = replace(self._visit, watched=replace(self._visit.watched, face=tool.index))
        elif name == "picture":
            self._visit = replace(self._visit, picture=tool.index)
        else:
            self._visit = replace(self._visit, tools=self._visit.tools.taken(tool))

    def _pick(self, index: int) -> None:
        """One more chip."""
        shown = self._visit.wish.chips[index]
        asked = next((text for text, said in self._look.phrases.chips.items() if said == shown), shown)
        self._say(f"{self._visit.asked} {asked}".strip(), f"{self._visit.wish.text} {shown}".strip())

    def _say(self, asked: str, shown: str) -> None:
        """Words by hand: they are shown when they are cleared; what is too long is not taken."""
        if len(shown) > MOST_LETTERS:
            return
        self._visit = replace(self._visit, asked=asked, typed=shown)
        if not shown.strip():
            self._visit = replace(self._visit, wish=Wish(chips=self._look.chips))
        else:
            self.studio.ask(Typed(self._stamp, asked, shown))

    def _speak_in(self, language: int) -> None:
        """Everything is said in another language, drawn anew."""
        self._language = language
        self._rasters[language].forget()
        self._visit = replace(self._visit, wish=Wish(chips=self._look.chips))

    @property
    def _look(self) -> Look:
        return self._looks[self._language]

    @property
    def _sheet(self) -> Box:
        """Where is drawn, and how large."""
        return sheet_box(self._look, self._visit.shape)

    def _fresh_visit(self) -> Visit:
        return Visit(wish=Wish(chips=self._look.chips))

    # the visit

    @property
    def _stamp(self) -> Stamp:
        return Stamp(self.session.visit, self.session.request)

    def _happens(self, event: Event, now: float) -> None:
        before, asked = self.session, self._stamp
        turn = step(before, event, now)
        self.session = turn.session
        self._remember_film(now)
        effects = self._effects(asked)
        for effect in turn.effects:
            effects[effect](now)
        if before.state is not self.session.state:
            self._pressed.clear()
            self._meter.forget()
            self._visit = replace(self._visit, sheet=self._visit.sheet.lifted())

    def _remember_film(self, now: float) -> None:
        """It is over: how long it was watched, and how it was liked."""
        if self._visit.watched and self.session.state is not State.FILM:
            self.events.append(self._visit.watched.event(now))
            self._visit = replace(self._visit, watched=None)

    def _effects(self, asked: Stamp) -> Mapping[Effect, Callable[[float], object]]:
        """What each effect does; `asked` is the stamp of what was asked before it."""
        return {
            Effect.LISTEN: self._begin_listening,
            Effect.HUSH: lambda _: self._ask_or_fail(Hush(self._stamp)),
            Effect.READ: lambda _: self._say(self._visit.asked, self._visit.typed) if self._visit.typed else None,
            Effect.PAINT: self._paint,
            Effect.CANCEL: lambda _: self.studio.ask(Cancel(asked)),
            Effect.FORGET_WORDS: lambda _: self._forget_words(),
            Effect.BARE_SHEET: lambda _: self._bare_sheet(),
            Effect.TAKE_PICTURE: lambda _: self._draw_on(self._grounds[self._visit.picture]),
            Effect.TAKE_FILM: lambda _: self._draw_on(Ground(self._pictures.first_of_film())),
            Effect.WIPE: lambda _: self._wipe(),
            Effect.END: lambda _: self._end(),
        }

    def _begin_listening(self, now: float) -> None:
        self._ask_or_fail(Audio(self._stamp, self._microphone.before()))

    def _paint(self, now: float) -> None:
        visit = self._visit
        self._pictures.await_reveal()
        self._headway = Headway(0.0, USUAL_S, now)
        style, sheet = self._look.offers[visit.tools.style].id, self._sheet
        ground = Pixels(visit.ground.pixels) if visit.ground else None
        drawing = visit.sheet.drawing((sheet.w, sheet.h))
        self._ask_or_fail(Commissioned(self._stamp, drawing, visit.asked, style, ground))

    def _ask_or_fail(self, message: Audio | Hush | Commissioned) -> None:
        """Without a studio the visit goes its kind way."""
        self._unasked = not self.studio.ask(message)

    def _forget_words(self) -> None:
        self._visit = replace(self._visit, wish=Wish(chips=self._look.chips), asked="", typed="")

    def _bare_sheet(self) -> None:
        self._visit = replace(self._visit, sheet=Sheet(), ground=None)
        self._pictures.forget()

    def _draw_on(self, ground: Ground) -> None:
        """Nothing is drawn yet, and this is what will be drawn on."""
        self._visit = replace(self._visit, sheet=Sheet(), ground=ground)
        self._pictures.forget()
        self._pictures.lay(ground.pixels, (self._sheet.w, self._sheet.h))

    def _wipe(self) -> None:
        self._speak_in(0)
        self._visit, self._contacts = self._fresh_visit(), Contacts()
        self._pictures.forget()

    def _end(self) -> None:
        self.ended = True

    # the studio and the microphone

    def _answers(self, now: float) -> None:
        try:
            for message in self.studio.answers(self._stamp):
                self._answered(message, now)
        except LineError:
            self._happens(Event.FAILED, now)
        if self._unasked:
            self._unasked = False
            self._happens(Event.FAILED, now)

    def _answered(self, message: FromStudio, now: float) -> None:
        match message:
            case Heard():
                self._understood(message, now)
            case Partial():
                self._visit = replace(self._visit, wish=Wish(wish_of(message.words, (), ()).text))
            case Progress():
                self._headway = Headway(message.done, message.left_s, now)
            case Begun() | FirstPicture() | Made():
                self._painted(message, now)
            case Refused() if self.session.state is State.KEYBOARD:
                pass  # half a word may sound unfit; the whole is asked about when it is done
            case _:
                self._happens(_ENDINGS[type(message)], now)

    def _understood(self, message: Heard, now: float) -> None:
        """Words are shown if they are still the ones that were last typed, or were spoken."""
        missing = message.unpainted[: None if self._look.spoken else 1]  # what is nearest is said in English
        wish = wish_of(message.words, missing, self._look.chips)
        typed = self._visit.typed
        if not typed or wish.text == " ".join(typed.split()):
            self._visit = replace(self._visit, wish=wish, asked=self._visit.asked if typed else wish.text)
        self._happens(Event.HEARD, now)

    def _painted(self, message: Begun | FirstPicture | Made, now: float) -> None:
        match message:
            case Begun():
                self._pictures.begin_reveal(self._visit, message.sketch, now)
            case FirstPicture():
                self._pictures.spread(picture_of(message.picture), now)
            case Made():
                self._pictures.play(FilmReel(message.film), now)
                watched = Watched(message.visit, message.request, now, time.time_ns() // 1_000_000)
                self._visit = replace(self._visit, watched=watched)
                self._happens(Event.FILM_READY, now)

    def _listen(self, now: float) -> None:
        """Sound is taken while staff or a visitor whom it understands are there; who speaks is heard by the studio."""
        visited = self.session.visited and self._look.spoken
        if not visited and self.session.cover is not Cover.STAFF:
            self._microphone.close()
            return
        samples = self._microphone.heard(now)
        if self.session.state is not State.SPEAK:
            return
        if not self._microphone.there:
            self._happens(Event.LATE, now)  # it is gone: what was said until then is all that will come
        elif len(samples):
            self.studio.ask(Audio(self._stamp, samples))
            self._meter.heard(samples, now)


def _counts(session: Session) -> bool:
    """Whether the page shows seconds."""
    return session.state is State.SPEAK or session.cover is Cover.STILL_THERE
