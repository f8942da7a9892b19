"""What a peer's script prints becomes figures, and figures become a page that says where we lose."""

import re

from bench.measure import Figure
from bench.peers import LINE, PEERS, _figure
from bench.report import _lost, _portfolio_table

PRINTED = """\
zen-engine 2.1.3 per case, 4 expression nodes  n= 100000   24.630 s         4,060 cases/s  setup   0.0 s  rss 180 MB  {}
  two compiled expressions, no graph         n= 100000    0.586 s       170,648 cases/s  setup   0.00 s  rss 623 MB
     assert 2.20  run 4.20  read back 1.10 s
"""


def test_each_line_of_a_peer_is_a_figure_and_an_indented_one_carries_its_name() -> None:
    zen = next(peer for peer in PEERS if peer.name == "zen-engine")
    found = [_figure(zen, line) for line in re.finditer(LINE, PRINTED)]
    assert [(figure.name, figure.work, round(figure.rate), figure.rss_mb) for figure in found] == [
        ("zen-engine 2.1.3 per case, 4 expression nodes", 100_000, 4_060, 180.0),
        ("zen-engine, two compiled expressions, no graph", 100_000, 170_648, 623.0),
    ]


def test_the_page_names_every_peer_that_is_faster() -> None:
    portfolio = {
        "nakomen": Figure("nakomen", 100, 1.0).data(),
        "peers": [Figure("numpy 2", 1000, 1.0).data(), Figure("clingo", 10, 1.0).data()],
        "skipped": [],
    }
    assert "numpy 2" in _lost(portfolio)
    assert "clingo" not in _lost(portfolio)
    assert [line.split("|")[1].strip() for line in _portfolio_table(portfolio).splitlines()[2:]] == [
        "numpy 2",
        "**nakomen**",
        "clingo",
    ]
