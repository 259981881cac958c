"""What the reader of answers does, as formulas: the value of each kind of answer, or nothing where it does not fit.

A formula calculates alike in Excel and LibreOffice, in any language: no number is read by the machine's own ideas of
commas and points. `{n}` is the answer's name, letters are columns of the workings, in the row of the question. See
kinds.py, which says what fits; the tests hold the two together.
"""

from decimal import Decimal

from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import DEFAULT_TEXT_LIMIT, LONGEST_NUMBER, SHORT_LIMIT
from concordat.questionnaires.workbook.names import CONTROL_CHARACTERS, MONTH_NAMES, name_of

FIRST_DAY, LAST_DAY = 61, 2_958_465  # 1 March 1900, before which spreadsheets disagree, to 31 December 9999
SHOWN = 600  # characters of a text that the workings look at
MOST_MONEY = "1E15"
FIGURES = ("money", "count", "number", "percentage")
_FOLD = {"–": "-", "—": "-", "−": "-", "‐": "-", "’": "'", "‘": "'", "“": '""', "”": '""'}
_PLACES = "{" + ",".join(str(place) for place in range(1, LONGEST_NUMBER + 1)) + "}"
_ORDINALS = '{"st","nd","rd","th"}'


def text_formula(question: Question) -> str:
    """The answer as text on one line: an error is none, true is Yes; folded where words are compared."""
    text = 'IF(ISERROR({n}),"",IF(ISLOGICAL({n}),IF({n},"Yes","No"),{n}&""))'
    for code in (160, 9, 10, 13):
        text = f'SUBSTITUTE({text},CHAR({code})," ")'
    if question.options or question.words:
        for sign, plain in _FOLD.items():
            text = f'SUBSTITUTE({text},"{sign}","{plain}")'
    return f"=LEFT(TRIM({text}),{SHOWN})".format(n=name_of(question.id))


def value_formulas(question: Question, row: int, options: str) -> dict[str, str]:
    """The formulas of a question's row, by column: D the value, from G on the steps towards it.

    `options` is the name of its list of options, where it has one.
    """
    if question.options:
        found = _choice(question, options)
    elif question.kind in FIGURES:
        found = _figure(question)
    elif question.kind in ("date", "month"):
        found = _date(question)
    else:
        found = {"D": _text(question)}
    for word in question.words:
        found["D"] = f'IF(B#="{_quoted(word)}","{_quoted(word)}",{found["D"]})'
    found["D"] = f'IF(C#,{found["D"]},"")'
    name = name_of(question.id)
    return {column: "=" + formula.replace("#", str(row)).replace("{n}", name) for column, formula in found.items()}


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def _choice(question: Question, options: str) -> dict[str, str]:
    """G is the number of the option in its list, whose second column is the options as the text is folded."""
    assert question.options is not None
    other = '""' if question.options.verified else _text(question)
    position = f"SUMPRODUCT((INDEX({options},0,2)=B#)*INDEX({options},0,3))"
    return {"G": position, "D": f"IF(G#>0,INDEX({options},G#,1),{other})"}


def _text(question: Question) -> str:
    """The text, where it is not too long, holds nothing that cannot be shown and looks like what is asked."""
    limit = question.limit or (DEFAULT_TEXT_LIMIT if question.kind == "text" else SHORT_LIMIT)
    odd = f"SUMPRODUCT((LEN({CONTROL_CHARACTERS})=1)*ISNUMBER(FIND({CONTROL_CHARACTERS},{{n}})))>0"
    wrong = [f"LEN({{n}})>{limit}", odd]
    if question.kind == "email":
        domain = 'MID(B#,FIND("@",B#&"@")+1,600)'
        wrong += [
            'LEN(SUBSTITUTE(B#,"@",""))<>LEN(B#)-1',
            'LEFT(B#,1)="@"',
            'ISNUMBER(FIND(" ",B#))',
            'RIGHT(B#,1)="."',
            f'ISERROR(FIND(".",{domain},2))',
        ]
    elif question.kind == "telephone":
        digits = '{"0","1","2","3","4","5","6","7","8","9"}'
        wrong.append(f'SUMPRODUCT(LEN(B#)-LEN(SUBSTITUTE(B#,{digits},"")))<5')
    return f'IF(OR({",".join(wrong)}),"",B#)'


def _figure(question: Question) -> dict[str, str]:
    """G the figure without brackets, H without its sign, I its whole pounds, J its pence, K what it comes to."""
    plain = 'SUBSTITUTE(B#,"−","-")'
    after_sign = 'IF(LEFT(G#,1)="-",MID(G#,2,99),G#)'
    if question.kind == "money":
        is_bracketed = 'AND(LEFT(B#,1)="(",RIGHT(B#,1)=")")'
        body = f"TRIM(IF({is_bracketed},MID({plain},2,LEN(B#)-2),{plain}))"
        digits = f'TRIM(SUBSTITUTE(LEFT(TRIM({after_sign}),1),"£","")&MID(TRIM({after_sign}),2,99))'
        minus = 'OR(LEFT(G#,1)="-",LEFT(B#,1)="(")'
        number, most_decimals = "ROUND({n},2)", 2
    else:
        body = f'IF(RIGHT(B#,1)="%",TRIM(LEFT({plain},LEN(B#)-1)),{plain})' if question.kind == "percentage" else plain
        digits, minus = after_sign, 'LEFT(G#,1)="-"'
        number, most_decimals = "{n}", LONGEST_NUMBER
    if question.kind == "percentage":
        number = f"IF({_within(question, '100*{n}')},ROUND(100*{{n}},10),{{n}})"
    whole = 'SUBSTITUTE(I#,",","")'
    longest = "LEN(I#&J#)" if question.kind == "money" else "LEN(G#)"
    valid = (
        f"AND({longest}<={LONGEST_NUMBER},LEN(I#)>0,{_is_digits(whole + '&J#')},{_is_grouped('I#')},"
        f"OR(H#=I#,AND(LEN(J#)>0,LEN(J#)<={most_decimals})))"
    )
    amount = f'IF({minus},-1,1)*(VALUE({whole})+IF(J#="",0,VALUE("0"&J#)/10^LEN(J#)))'
    limits = [_within(question, "K#"), f"ABS(K#)<{MOST_MONEY if question.kind == 'money' else '1E24'}"]
    limits += ["K#=INT(K#)"] if question.kind == "count" else []
    return {
        "G": body,
        "H": digits,
        "I": 'LEFT(H#,FIND(".",H#&".")-1)',
        "J": "MID(H#,LEN(I#)+2,99)",
        "K": f'IF(AND(ISNUMBER({{n}}),NOT(ISLOGICAL({{n}}))),{number},IF({valid},{amount},""))',
        "D": f'IF(K#="","",IF(AND({",".join(limits)}),K#,""))',
    }


def _within(question: Question, figure: str) -> str:
    low, high = bounds(question)
    limits = [f"{figure}>={low}"] if low is not None else []
    limits += [f"{figure}<={high}"] if high is not None else []
    return f"AND({','.join(limits)})" if limits else "TRUE"


def bounds(question: Question) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a figure may be, those of its kind where it has none of its own."""
    low, high = question.minimum, question.maximum
    if low is None and question.kind in ("count", "percentage"):
        low = Decimal(0)
    return low, Decimal(100) if high is None and question.kind == "percentage" else high


def _is_digits(text: str) -> str:
    padded = f'{text}&REPT("0",{LONGEST_NUMBER})'  # spreadsheets disagree on finding nothing in a text
    return f'SUMPRODUCT(--ISNUMBER(FIND(MID({padded},{_PLACES},1),"0123456789")))={LONGEST_NUMBER}'


def _is_grouped(text: str) -> str:
    """Whether commas, if any, stand before each three digits."""
    commas = f'LEN({text})-LEN(SUBSTITUTE({text},",",""))'
    places = f'SUMPRODUCT(--(MID(REPT("x",24)&{text},25+LEN({text})-4*{{1,2,3,4,5,6}},1)=","))'
    whole = f"INT((LEN({text})-1)/4)"
    return f"OR({commas}=0,AND({commas}={whole},{places}={whole},MOD(LEN({text}),4)>0))"


def _date(question: Question) -> dict[str, str]:
    """G the date with spaces between its parts H, I and J; K, L and M day, month and year of it."""
    typed = 'SUBSTITUTE(SUBSTITUTE(B#," 00:00:00","")," 00:00","")'
    if question.kind == "month":
        spaced = 'SUBSTITUTE(B#,"-"," ")'
        is_iso_month = 'AND(ISNUMBER(FIND("-",B#)),LEN(B#)-FIND("-",B#&"-")<3)'
        typed = f'IF(ISNUMBER(FIND("/",B#)),"1/"&B#,IF({is_iso_month},B#&"-1","1 "&{spaced}))'
    is_worded = f'ISNUMBER(FIND(" ",{typed}))'
    parted = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({typed},"/"," "),"."," "),"-"," ")'
    is_iso = f'AND(NOT({is_worded}),LEN(H#)=4,ISERROR(FIND("/",B#)),ISERROR(FIND(".",B#)))'
    is_ordinal = f"SUMPRODUCT(--(RIGHT(H#,2)={_ORDINALS}))>0"
    month = f'SUMPRODUCT((INDEX({MONTH_NAMES},0,1)=SUBSTITUTE(SUBSTITUTE(I#,",",""),".",""))*INDEX({MONTH_NAMES},0,2))'
    year = "VALUE(M#)+IF(LEN(M#)=2,2000,0)"
    is_shaped = "AND(LEN(K#)>0,LEN(K#)<3,LEN(L#)>0,LEN(L#)<3,OR(LEN(M#)=2,LEN(M#)=4)," + _is_digits("K#&L#&M#") + ")"
    is_day = f"AND(VALUE(L#)>0,VALUE(L#)<13,{year}>0,DAY(DATE(2000+MOD({year},400),VALUE(L#),VALUE(K#)))=VALUE(K#))"
    return {
        "G": f"IF({is_worded},{typed},{parted})",
        "H": 'LEFT(G#,FIND(" ",G#&" ")-1)',
        "I": 'MID(G#,LEN(H#)+2,FIND(" ",G#&"   ",LEN(H#)+2)-LEN(H#)-2)',
        "J": "MID(G#,LEN(H#)+LEN(I#)+3,99)",
        "K": f"IF({is_worded},IF({is_ordinal},LEFT(H#,LEN(H#)-2),H#),IF({is_iso},J#,H#))",
        "L": f'IF({is_worded},IF({month}>0,{month}&"",""),I#)',
        "M": f"IF({is_iso},H#,J#)",
        "D": (
            f"IF(AND(ISNUMBER({{n}}),NOT(ISLOGICAL({{n}}))),IF(AND({{n}}>={FIRST_DAY},{{n}}<{LAST_DAY + 1}),INT({{n}}),"
            f'""),IF({is_shaped},IF({is_day},B#,""),""))'
        ),
    }
