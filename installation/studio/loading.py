"""The studio is loaded: verified bundles become the parts that make pieces."""

from installation.repertoire import Repertoire
from installation.settings import Settings
from installation.studio.pipeline import Studio
from models.bundle import Bundle, open_bundle
from models.language import read_language
from models.lexicon import Lexicon, build_lexicon
from models.painter import Painter
from models.settings import Profile
from models.transcriber import Transcriber
from models.types import ModelId
from models.vocabulary import FILE, read_vocabulary
from safety.guard import Guard
from safety.policy import load_policy


def load_studio(settings: Settings, profile: Profile) -> Studio:
    """Everything that makes pieces.

    Raises:
        BundleError: weights are missing or altered.
        GuardError: the guard cannot do its work.
    """
    guard = load_guard(settings, profile)
    painter = open_bundle(profile.painter, "painter")
    return Studio(
        load_lexicon(settings, painter),
        open_repertoire(settings),
        settings.site.style,
        settings.neutral,
        Painter.load(painter),
        guard,
        painter.model_id,
    )


def load_ear(profile: Profile) -> tuple[Transcriber, ModelId]:
    """What hears, and which weights it has.

    Raises:
        BundleError: weights are missing or altered.
    """
    bundle = open_bundle(profile.speech, "speech")
    return Transcriber.load(bundle), bundle.model_id


def load_guard(settings: Settings, profile: Profile) -> Guard:
    """The guard with the policy of this installation.

    Raises:
        BundleError: weights are missing or altered.
        GuardError: the policy or a word list cannot be used.
    """
    return Guard.load(open_bundle(profile.guard, "guard"), load_policy(settings.policy))


def open_repertoire(settings: Settings) -> Repertoire:
    """The styles this installation may show."""
    return Repertoire(settings.styles, settings.site.styles, settings.site.permissions)


def load_lexicon(settings: Settings, painter: Bundle) -> Lexicon:
    """The words of a painter, of the language wishes come in, and the artists on offer.

    Raises:
        BundleError: a list of words is missing or malformed.
    """
    names = dict(open_repertoire(settings).artists())
    language = read_language(settings.languages, settings.language)
    return build_lexicon(read_vocabulary(painter.path(FILE)), language, names)
