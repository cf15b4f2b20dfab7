"""Names of languages, as reports and lists write them."""

import re

from ogp_review.errors import ReviewError

NOT_STATED = "not stated"

_NAMES = {
    "ar": "Arabic", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "mn": "Mongolian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip


def check_language(code: str | None) -> None:
    """Whether `code` can be the code of a language (en, pt-BR).

    :raises ReviewError: where it cannot.
    """
    if code is not None and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
        raise ReviewError(f'"{code[:20]}" is not the code of a language. Write it like en, es or fr.')


def language_name(code: str | None) -> str:
    """The English name of the language with this code; the code itself where it is not known."""
    if not code or code == "und":
        return NOT_STATED
    return _NAMES.get(code.lower().split("-")[0], code)
