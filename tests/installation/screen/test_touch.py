"""Fingers: several at once, lost, resting, and a developer's mouse."""

import pygame
import pytest

from installation.screen.touch import ARM_TIME, MOUSE, STALE, Contacts, Phase, Touch, touches


def _told(contacts: Contacts, *spoken: Touch) -> tuple[Contacts, list[Touch]]:
    meant: list[Touch] = []
    for touch in spoken:
        contacts, more = contacts.told(touch)
        meant += more
    return contacts, meant


def _touch(finger: int, phase: Phase, x: float = 0, y: float = 0, time: float = 0) -> Touch:
    return Touch((1, finger), phase, x, y, time)


def test_a_finger_goes_down_moves_and_is_lifted() -> None:
    spoken = [_touch(1, Phase.DOWN, 5), _touch(1, Phase.MOVE, 9, time=0.1), _touch(1, Phase.UP, 9, time=0.2)]
    contacts, meant = _told(Contacts(), *spoken)
    assert meant == spoken
    assert contacts.known == {}


def test_two_hands_draw_at_once() -> None:
    spoken = [_touch(1, Phase.DOWN, 100), _touch(2, Phase.DOWN, 900), _touch(2, Phase.MOVE, 910), _touch(1, Phase.UP)]
    assert _told(Contacts(), *spoken)[1] == spoken


def test_a_lifting_that_was_lost_is_made_up_for_when_the_finger_comes_again() -> None:
    _, meant = _told(Contacts(), _touch(1, Phase.DOWN, 5), _touch(1, Phase.DOWN, 400, time=3.0))
    assert [touch.phase for touch in meant] == [Phase.DOWN, Phase.LOST, Phase.DOWN]
    assert meant[1].x == 5


def test_a_finger_that_fell_silent_is_over() -> None:
    contacts, _ = _told(Contacts(), _touch(1, Phase.DOWN), _touch(1, Phase.MOVE, 7, time=1.0))
    assert contacts.aged(1.0 + STALE)[1] == ()
    contacts, meant = contacts.aged(1.1 + STALE)
    assert [touch.phase for touch in meant] == [Phase.LOST]
    assert contacts.known == {}
    assert contacts.told(_touch(1, Phase.MOVE, 8, time=20.0))[1] == ()


def test_a_resting_arm_leaves_no_ink() -> None:
    first, second, third = (_touch(k, Phase.DOWN, 100 + 60 * k, 500, 0.03 * k) for k in range(3))
    contacts, meant = _told(Contacts(), first, second, third)
    assert [(t.contact, t.phase) for t in meant[2:]] == [(first.contact, Phase.VOID), (second.contact, Phase.VOID)]
    contacts, meant = _told(contacts, _touch(2, Phase.MOVE, 300, 500, 0.5), _touch(2, Phase.UP, time=0.6))
    assert meant == []
    assert _told(contacts, _touch(9, Phase.DOWN, 900, 200, 1.0))[1] != []


def test_three_fingers_far_apart_or_one_after_another_are_no_arm() -> None:
    apart = [_touch(k, Phase.DOWN, 600 * k, 100) for k in range(3)]
    assert _told(Contacts(), *apart)[1] == apart
    slow = [_touch(k, Phase.DOWN, 50 * k, 100, 2 * ARM_TIME * k) for k in range(3)]
    assert _told(Contacts(), *slow)[1] == slow


def test_sdl_speaks_of_fingers_in_shares_of_the_window() -> None:
    down = pygame.event.Event(pygame.FINGERDOWN, touch_id=4, finger_id=2, x=0.5, y=0.25, dx=0, dy=0)
    (touch,) = touches([down], (1920, 1080), 3.0)
    assert touch == Touch((4, 2), Phase.DOWN, 960.0, 270.0, 3.0)


def test_a_mouse_made_from_a_finger_is_not_heard_twice() -> None:
    made = pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(5, 6), touch=True)
    own = pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(5, 6), touch=False)
    assert [touch.contact for touch in touches([made, own], (1920, 1080), 0.0)] == [(MOUSE, 0)]


@pytest.mark.parametrize("button", [2, 3, 4])
def test_other_buttons_of_a_mouse_draw_nothing(button: int) -> None:
    event = pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=button, pos=(5, 6), touch=False)
    assert list(touches([event], (1920, 1080), 0.0)) == []
