"""What language or code a sentence is in, by words and letters that English lacks: a rare word is no evidence.

Papers name genes, species and compounds that no word list has, so a sentence counts as foreign only by what it has:
several little words of another language, letters of another script, or English that was shifted or turned round.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from string import ascii_lowercase

from service.faithfulness.lexical import FUNCTION_WORDS
from service.text import word_set

_WORD = re.compile(r"[^\W\d_]+")
_URL = re.compile(r"https?:\S*")
_LATIN = frozenset({"LATIN", "MODIFIER", "FEMININE", "MASCULINE"})
# Little words of languages in Latin script, without those that English, names ("de la") or science ("in vivo") have.
_FOREIGN = word_set(
    """
    aber alle als auch auf aus bei bitte daher dass dem denen deren dieser diese dieses dies durch ein eine einem einen
    einer eines für gegen haben hat ihre ist jede jeder kann kein keine mehr mit nach nicht nur oder sehr sich sie sind
    sowie über und unter vom von werden wie wird wir wurde wurden zu zum zur zwischen
    aucun aux avec ce ces cet cette chaque comme dans des dont elle elles est été être leur leurs mais nous ont ou où
    par plus pour qu que qui sans sont sous sur toute toutes tous une vous les ne pas
    al algo como con contra cuando debe deben del desde donde el ella en entre es esta este estos fue ha hay la las lo
    los más muy ningún nuestro otra otro para pero por porque que se sin sobre solo son su sus también todas todo todos
    una uno unos y ya dos
    alla alle altri altro anche che chi ciò come cui dai dal dalla degli dei del della delle deve di due è gli hanno il
    loro nel nella nessun non ogni ogni più può quale quando quello questa questi questo sono sua suo sulla tra tutti
    tutto un
    ao aos às com da das deve dos ela ele em esse isso foi mais mas não nas nós num numa pela pelo pelos seu sua são
    também tem um uma você
    aan bij dat deze die dit door een geen heeft het hun ik kan maar meer met naar niet om ook op te tot uit van voor
    waar wat worden wordt zijn
    ale bardzo będzie być czy dla gdy ich jak jako jest już które który lub może na nie oraz po pod powinno przez przy
    się są tę tego tej ten tylko tym że
    ako ali bude by byl ge jsou jako kde které která nebo pro při sa sú tento že
    att av de det du eller en ett för från har hur inte kan med men mot och om på samt sig skall som till utan vid är
    af at blev eller er ikke og på skal til ved
    ei että ja joka jossa kun mutta myös niin olla on ovat se tai tämä vain
    acest această care ca cu din este fi în la mai nu pe sau sunt și
    bir bu çok da daha değil diye gibi her için ile kadar ki olan olarak sonra tüm ve veya
    adalah akan atau dalam dan dari dengan ini itu kepada karena oleh pada tidak untuk yang
    các cho có của để được không là một này những trong và với
    ac atque autem cum enim esse et etiam ex nam nec neque nobis non nos quae quam qui quod sed sunt ut vel
    """
) - word_set(
    """a al alle als as at by con da dai das de dei del den der des di die do dos du ein el en er es et ex fi fue ge
    ha het his hun i ich il in is it ja kan ki la las le les lo los man mas me men met na nam ne no non nos nu o of
    on op or ou pas per po pod pro qu sa se si sic sig sin so son sole solo sub sur ta te tag tan tel ten ti til to un
    und van ve via vel von y"""
    " all are be care com come comes her par plus sue sun tall ton tot under was wat we"
)
_ENGLISH = FUNCTION_WORDS - word_set(
    "a i an in so am was he me no on do es de e er am s t d m et al to or us men also most more here her as at be by"
)
_EVIDENCE = 2  # different foreign words; of less, one may be a name
_CODED = 2  # different English function words of three letters or more under one shift
_LITTLE = 3
_SHIFTS = [str.maketrans(ascii_lowercase, ascii_lowercase[by:] + ascii_lowercase[:by]) for by in range(1, 26)]
_LONG_ENGLISH = frozenset(word for word in FUNCTION_WORDS if len(word) >= _LITTLE)
_OTHER_SHARE = 3  # one letter in so many


def is_foreign_language(text: str) -> bool:
    """Whether a text is in another language than English, in another script or in a code, by evidence that it has."""
    text = _URL.sub(" ", text)
    if _is_other_script(text):
        return True
    words = _WORD.findall(text.lower())
    english = sum(word in _ENGLISH for word in words)
    foreign = [word for word in words if word in _FOREIGN or _is_marked(word)]
    if len(set(foreign) & _FOREIGN) >= 1 and len(set(foreign)) >= _EVIDENCE and len(foreign) > english:
        return True
    return english == 0 and _is_coded(words)


@lru_cache(maxsize=5_000)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split(" ", 1)[0]


def _is_other_script(text: str) -> bool:
    """Whether a third of the letters are of another script; single Greek letters are symbols, and Latin ones words."""
    words = _WORD.findall(text[:5_000])
    letters = sum(map(len, words))
    other = sum(_script(c) not in _LATIN and not _is_symbol(c, word) for word in words for c in word)
    return letters > 0 and other * _OTHER_SHARE > letters


def _is_symbol(letter: str, word: str) -> bool:
    return len(word) < _LITTLE and _script(letter) == "GREEK"


def _is_marked(word: str) -> bool:
    """Whether a word has Latin letters that English has not: é, ł, ğ."""
    return any(c > "\u00bf" and _script(c) == "LATIN" for c in word)


def _is_coded(words: Sequence[str]) -> bool:
    """Whether letters shifted by some places, or read backwards, give English."""
    distinct = {word for word in words if len(word) >= _LITTLE}
    decodings = [{word.translate(shift) for word in distinct} for shift in _SHIFTS]
    return any(len(found & _LONG_ENGLISH) >= _CODED for found in [*decodings, {word[::-1] for word in distinct}])
