"""Colours and shapes of control charts: grey, blue, orange and purple as NHS analysts know them, and a shape for each.

Colour never stands alone: each class has its shape as well, so that charts can be read in grey. Shapes are drawn in a
square from -1 to 1. The blue, orange and purple have at least 3 : 1 against white.
"""

from concordat.metrics.drawing import GREY as GREY
from concordat.metrics.drawing import INK as INK

TARGET = "#c4161c"
COLOURS = {
    "common-cause": "#7c868d",
    "improvement": "#1670b8",
    "concern": "#d9640a",
    "high": "#6a2c91",
    "low": "#6a2c91",
}
LABELS = {
    "common-cause": "Common cause",
    "improvement": "Special cause: improvement",
    "concern": "Special cause: concern",
    "high": "Special cause: high",
    "low": "Special cause: low",
}
SHAPE_PATHS = {
    "common-cause": "M0.75,0A0.75,0.75,0,1,1,-0.75,0A0.75,0.75,0,1,1,0.75,0Z",
    "improvement": "M-0.85,-0.85L0.85,-0.85L0.85,0.85L-0.85,0.85Z",
    "concern": "M0,-1.25L1.25,0L0,1.25L-1.25,0Z",
    "high": "M0,-1.1L1.15,0.9L-1.15,0.9Z",
    "low": "M0,1.1L1.15,-0.9L-1.15,-0.9Z",
}
