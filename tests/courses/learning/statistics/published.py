"""Worked examples that others published, with their figures."""

from fractions import Fraction

from courses.learning.statistics.scores import Scores

# Ten students and a quiz of ten questions: K. L. Wuensch, core.ecu.edu/wuenschk/StatHelp/KR20.txt
TEN_STUDENTS = (
    "1111110110",
    "1011011101",
    "1111011001",
    "0010001000",
    "0000010010",
    "1110111111",
    "1101110111",
    "1111111101",
    "0101111101",
    "1101101110",
)
TEN_STUDENTS_PQ = (0.21, 0.21, 0.24, 0.21, 0.24, 0.16, 0.21, 0.21, 0.25, 0.24)
TEN_STUDENTS_VARIANCE = 5.84

# Five questions of the Law School Admission Test, section VI, and how many of 1000 people gave each pattern of answers
# (Bock & Lieberman, Psychometrika, 35 (1970), 179–197). Alpha as the R package ltm prints it; the correlations with the
# rest are those of its descript(LSAT), "Excluded".
LAW_SCHOOL = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1, "00110": 3, "00111": 4,
    "01000": 1, "01001": 8, "01011": 16, "01101": 3, "01110": 2, "01111": 15,
    "10000": 10, "10001": 29, "10010": 14, "10011": 81, "10100": 3, "10101": 28, "10110": 15, "10111": 80,
    "11000": 16, "11001": 56, "11010": 21, "11011": 173, "11100": 11, "11101": 61, "11110": 28, "11111": 298,
}  # fmt: skip
LAW_SCHOOL_ALPHA = 0.295
LAW_SCHOOL_FACILITIES = (0.924, 0.709, 0.553, 0.763, 0.870)
LAW_SCHOOL_RESTS = (0.1128, 0.1532, 0.1728, 0.1444, 0.1216)


def matrix(patterns: dict[str, int] | tuple[str, ...]) -> list[list[int]]:
    """Patterns of noughts and ones as rows."""
    counted = patterns.items() if isinstance(patterns, dict) else ((pattern, 1) for pattern in patterns)
    return [[int(cell) for cell in pattern] for pattern, times in counted for _ in range(times)]


def ten_students() -> Scores:
    return Scores.of(matrix(TEN_STUDENTS))


def law_school() -> Scores:
    return Scores.of(matrix(LAW_SCHOOL))


HALF = Fraction(1, 2)
