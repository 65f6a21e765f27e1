"""Functions of pdfium that are called for every character or object of a page, in a third of the usual time.

Most of a short call through :mod:`ctypes` goes into converting arguments to the types that the function declares. A
pointer to the same function that declares none takes arguments as they stand: handles and references as :mod:`ctypes`
gives them out, and ints as C's ``int``. A handle must never be given as an int.
"""

from __future__ import annotations

import ctypes
from collections import deque
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

Handle = Any
"""Something of pdfium as its C interface hands it out."""
Function = Any
"""A pointer to a function of C."""


class Part(ctypes.c_void_p):
    """An object or a segment of a page, to be given to the functions of this module only."""


def _undeclared(function: Function, result: type | None) -> Function:
    address: Any = ctypes.cast(function, ctypes.c_void_p).value
    # Nothing here calls back or waits: the interpreter keeps its lock, which saves a tenth.
    return ctypes.PYFUNCTYPE(result)(address)


char_origin = _undeclared(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)
char_angle = _undeclared(pdfium.FPDFText_GetCharAngle, ctypes.c_float)
unicode_value = _undeclared(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
text_object = _undeclared(pdfium.FPDFText_GetTextObject, Part)
render_mode = _undeclared(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int)
page_object = _undeclared(pdfium.FPDFPage_GetObject, Part)
form_object = _undeclared(pdfium.FPDFFormObj_GetObject, Part)
object_type = _undeclared(pdfium.FPDFPageObj_GetType, ctypes.c_int)
path_segment = _undeclared(pdfium.FPDFPath_GetPathSegment, Part)
segment_type = _undeclared(pdfium.FPDFPathSegment_GetType, ctypes.c_int)
segment_point = _undeclared(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int)
segment_close = _undeclared(pdfium.FPDFPathSegment_GetClose, ctypes.c_int)
draw_mode = _undeclared(pdfium.FPDFPath_GetDrawMode, ctypes.c_int)
fill_colour = _undeclared(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int)
bounds = _undeclared(pdfium.FPDFPageObj_GetBounds, ctypes.c_int)
_loose_char_box = _undeclared(pdfium.FPDFText_GetLooseCharBox, None)
#: Room for so many boxes, each of the four floats left, top, right and bottom (``FS_RECTF``), and where each begins.
_ROOM = 1024
_boxes = (ctypes.c_float * (4 * _ROOM))()
_places = [ctypes.byref(_boxes, 16 * n) for n in range(_ROOM)]
_values = memoryview(_boxes).cast("B").cast("f")


def loose_char_boxes(
    text_page: Handle, indices: list[int]
) -> tuple[list[float], list[float], list[float], list[float]]:
    """The left sides, tops, right sides and bottoms of the loose boxes of characters, in points of the page."""
    sides: tuple[list[float], list[float], list[float], list[float]] = ([], [], [], [])
    page = ctypes.byref(text_page.contents)  # the same address, made an argument once and not for every call
    for start in range(0, len(indices), _ROOM):
        some = indices[start : start + _ROOM]
        deque(map(_loose_char_box, repeat(page), some, _places), maxlen=0)
        for place, side in enumerate(sides):
            side.extend(_values[place : 4 * len(some) : 4].tolist())
    return sides
