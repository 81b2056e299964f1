"""The directive ``{measurement}``: a record as a table, or as a chart with the table folded."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ...charts import Chart, ChartError, View, draw
from ...errors import did_you_mean
from ...measurements import Measurement, MeasurementError, to_csv
from ..disclosure import details
from ..domain import domain_of
from ..markup import block, line
from ..queries import words_on
from .drawing import Choice, chart_of, names_of
from .provenance import provenance_line
from .records import load, tell
from .tables import missing_table, numbers_table

if TYPE_CHECKING:
    from ...words import Words

_VIEWS = ("table", *map(str, View))
#: What can be log: by name, whether the x axis, whether the y axis.
_SCALES = {
    "linear": (False, False),
    "log": (True, True),
    "log-x": (True, False),
    "log-y": (False, True),
}
_OF_CHARTS = ("x", "series", "scale", "alt")


class ChartImage(nodes.raw):
    """The SVG of a chart; the table with its numbers is folded below its figure."""


class MeasurementDirective(SphinxDirective):
    """Show the record of the argument; the body is the caption and, after it, the legend."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {
        "name": directives.unchanged,
        "class": directives.class_option,
        **dict.fromkeys(
            ("view", "x", "y", "series", "scale", "alt", "digits"), directives.unchanged
        ),
    }

    def run(self) -> list[nodes.Node]:
        """Return the table or the figure; of what cannot be shown, a warning and its caption."""
        name = self.arguments[0]
        measurement = load(self.env, name, self.get_location())
        shown: list[nodes.Node] | None = None
        if measurement:
            try:
                shown = self._shown(name, measurement)
            except (ChartError, MeasurementError) as fault:
                tell(f"{name}: {fault}", self.get_location())
        if measurement is None or shown is None:
            shown = self._missing(name)
        else:
            noted = domain_of(self.env).data["measurements"].setdefault(self.env.docname, {})
            noted[name] = to_csv(measurement)
        whole = block("folio-measurement", *shown)
        whole["classes"] += self.options.get("class", [])
        self.set_source_info(whole)
        return [whole]

    @property
    def _words(self) -> Words:
        return words_on(domain_of(self.env), self.env.docname)

    def _shown(self, name: str, measurement: Measurement) -> list[nodes.Node]:
        _ = self._words
        view = self._one_of("view", _VIEWS)
        choice = self._choice(view, measurement)
        chart = None if view == "table" else chart_of(measurement, View(view), choice, _)
        table = numbers_table(measurement, choice.shown, choice.digits, _)
        origin = provenance_line(name, measurement, choice.shown, _)
        if chart is None:
            return [*self._with_caption(table), origin]
        folded = details("folio-chart-numbers", _("The numbers"), table)
        return [*self._with_caption(nodes.figure("", self._image(chart))), folded, origin]

    def _choice(self, view: str, measurement: Measurement) -> Choice:
        given = [option for option in _OF_CHARTS if option in self.options]
        if view == "table" and given:
            raise MeasurementError(
                f"{given[0]} is of charts; for one, say which: view bars, or view lines"
            )
        digits = self.options.get("digits", "3")
        if not (digits.isascii() and digits.isdigit() and 1 <= int(digits) <= 9):
            raise MeasurementError(f"digits is a number from 1 to 9, not {digits!r}")
        names = names_of(self.options.get("y", ""))
        all_ = range(len(measurement.values))
        shown = [*map(measurement.value, names)] or (all_ if view == "table" else [0])
        log_x, log_y = _SCALES[self._one_of("scale", tuple(_SCALES))]
        return Choice(
            tuple(dict.fromkeys(shown)),
            self.options.get("x", ""),
            tuple(names_of(self.options["series"])) if "series" in self.options else None,
            # A log chart has both axes log, where they can be: bars stand at names.
            log_x and (view == "lines" or self.options["scale"] == "log-x"),
            log_y,
            int(digits),
        )

    def _one_of(self, option: str, known: tuple[str, ...]) -> str:
        """Return the value of an option, the first of *known* if it is not given."""
        value: str = self.options.get(option, known[0])
        if value not in known:
            raise MeasurementError(f"unknown {option} {value!r}.{did_you_mean(value, known)}")
        return value

    def _image(self, chart: Chart) -> ChartImage:
        number = self.env.new_serialno("folio-chart")
        prefix = nodes.make_id(f"chart {self.env.docname} {number}")
        svg = draw(chart, prefix, self.options.get("alt", ""))
        # On a phone it is scrolled sideways: it must take the focus to be scrolled by keyboard.
        _ = self._words
        label = html.escape(_("{title}, scrolls sideways", title=chart.title))
        return ChartImage(
            "",
            '<div class="folio-chart-scroll" role="region" tabindex="0"'
            f' aria-label="{label}">{svg}</div>',
            format="html",
        )

    def _missing(self, name: str) -> list[nodes.Node]:
        """Return what stands where a number would: that there is none, and the caption."""
        _ = self._words
        said = _("The measurement {name} is missing.", name=name)
        if self.options.get("view", "table") not in set(View):
            return self._with_caption(missing_table(said))
        return self._with_caption(nodes.figure("", line("folio-unmeasured", said)))

    def _with_caption(self, shown: nodes.table | nodes.figure) -> list[nodes.Node]:
        """Give a table or figure its caption and name; return it with what of the body follows."""
        self.set_source_info(shown)
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        rest = list(body.children)
        first = rest[0] if rest else None
        if isinstance(first, nodes.paragraph):
            rest = rest[1:]
            kind = nodes.title if isinstance(shown, nodes.table) else nodes.caption
            caption = kind(first.rawsource, "", *first.children)
            caption.source, caption.line = first.source, first.line
            shown.insert(0 if kind is nodes.title else len(shown), caption)
        self.add_name(shown)
        if isinstance(shown, nodes.figure):
            if rest:
                shown += nodes.legend("", *rest)
            return [shown]
        return [shown, *rest]
