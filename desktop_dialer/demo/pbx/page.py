"""The web page of the demo PBX: live calls, and the last finished ones.

The server fills the page in once, so that it reads without JavaScript too; a small script then
asks `/calls.json` each second while the page is in view. Values reach the page only escaped
(here) or as text nodes (in the script), and the page's policy allows no other script or style,
and nothing from elsewhere.
"""

import base64
import hashlib
from html import escape
from string import Template

from .calls import DemoCall

FINISHED_SHOWN = 20
_COLUMNS = {
    "call": "Call",
    "state": "State",
    "agent": "Agent",
    "callee": "Callee",
    "outbound_id": "Caller ID",
    "reference": "Reference",
    "started": "PlacedCall",
}
"""The state comes early: on a narrow window the table is scrolled sideways."""
_HEADS = "".join(f'<th scope="col" class="{name}">{words}</th>' for name, words in _COLUMNS.items())

_STYLE = """
:root { color-scheme: light dark; --ground: #f6f7f8; --sheet: #ffffff; --text: #1d2329;
  --soft: #59636e; --line: #dfe3e7; --live: #0b7a4b; --live-ground: #e3f4eb; --wait: #8a5800;
  --wait-ground: #fcf1dc; --trouble: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181c; --sheet: #1c2227;
  --text: #e4e8eb; --soft: #9aa5af; --line: #2e363d; --live: #6fd6a4; --live-ground: #17352a;
  --wait: #f0c069; --wait-ground: #38301c; --trouble: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem; max-width: 72rem; background: var(--ground);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.375rem; font-weight: 600; }
h2 { margin: 2rem 0 .5rem; font-size: 1rem; font-weight: 600; }
p { margin: .25rem 0 0; color: var(--soft); }
#note { color: var(--trouble); }
#note:empty { margin: 0; }
input, button { font: inherit; color: inherit; background: var(--sheet); padding: .25rem .75rem;
  border: 1px solid var(--soft); border-radius: .375rem; }
button:hover { border-color: var(--live); }
code, td { font-variant-numeric: tabular-nums; }
code { font-family: ui-monospace, monospace; font-size: .9375em; overflow-wrap: anywhere; }
.sheet { overflow-x: auto; background: var(--sheet); border: 1px solid var(--line);
  border-radius: .5rem; }
.sheet:focus-visible { outline: 2px solid var(--live); outline-offset: 2px; }
table { width: 100%; min-width: 60rem; border-collapse: collapse; table-layout: fixed; }
th.call { width: 4rem; } th.state { width: 9.5rem; } th.agent { width: 9rem; }
th.callee { width: 10.5rem; } th.outbound_id { width: 9.5rem; } th.started { width: 6.5rem; }
th, td { padding: .5rem .875rem; text-align: start; vertical-align: top; }
th { color: var(--soft); font-size: .8125rem; font-weight: 500; white-space: nowrap; }
td { border-top: 1px solid var(--line); overflow-wrap: anywhere; }
td.reference { font: .8125rem/1.5rem ui-monospace, monospace; }
td.reference, td.outbound_id.none { color: var(--soft); }
td.state span { white-space: nowrap; padding: .125rem .625rem; border-radius: 1rem;
  font-size: .875rem; background: var(--wait-ground); color: var(--wait); }
td.state.talking span { background: var(--live-ground); color: var(--live); }
td.state.hung-up span, td.state.refused span { padding: 0; background: none; color: var(--soft); }
tbody:not(:empty) + tfoot { display: none; }
tfoot td { color: var(--soft); }
"""

_SCRIPT = """
const fields = FIELDS;
const row = call => {
  const line = document.createElement("tr");
  for (const field of fields) {
    const cell = line.insertCell();
    cell.className = field;
    let value = String(call[field]);
    if (field === "started") value = value.slice(11, 19);
    if (field === "outbound_id" && !value) { value = "none"; cell.classList.add("none"); }
    if (field === "state") {
      cell.classList.add(value.replace(" ", "-"));
      const badge = cell.appendChild(document.createElement("span"));
      badge.textContent = value;
    } else cell.textContent = value;
  }
  return line;
};
const put = (id, text) => {
  const place = document.getElementById(id);
  if (place.textContent !== text) place.textContent = text;
};
let shown = "", waiting = 0;
const update = async () => {
  clearTimeout(waiting);
  try {
    const text = await (await fetch("/calls.json", {signal: AbortSignal.timeout(5000)})).text();
    if (text !== shown) {
      const calls = JSON.parse(text), live = calls.filter(call => call.live);
      const finished = calls.filter(call => !call.live).slice(-LIMIT).reverse();
      document.getElementById("live").replaceChildren(...live.map(row));
      document.getElementById("finished").replaceChildren(...finished.map(row));
      put("count", live.length === 1 ? "1 live call" : live.length + " live calls");
      shown = text;
    }
    put("note", "");
  } catch {
    put("note", "The demo PBX does not answer. What you see below may be out of date.");
  }
  if (!document.hidden) waiting = setTimeout(update, 1000);
};
const ring = document.getElementById("ring");
if (ring) ring.addEventListener("click", async () => {
  const extension = document.getElementById("extension").value.trim();
  const headers = {"Content-Type": "application/json"};
  const body = JSON.stringify({extension});
  try {
    const answer = await fetch("/demo/incoming", {method: "POST", headers, body});
    const said = await answer.json();
    await update();
    put("note", answer.ok ? "" : said.errors.join(" "));
  } catch {
    put("note", "The demo PBX does not answer. No phone rings.");
  }
});
document.addEventListener("visibilitychange", () => document.hidden || update());
update();
""".replace("FIELDS", repr(list(_COLUMNS))).replace("LIMIT", str(FINISHED_SHOWN))

_RING = """<p><label for="extension">Extension</label>
<input id="extension" value="204" size="6" inputmode="numeric" autocomplete="off">
<button id="ring" type="button">Call this agent</button></p>"""

_PAGE = Template(f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo PBX</title>
<link rel="icon" href="data:,">
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Demo PBX</h1>
<p>Version $version. $phones Calls: <code>POST $address</code></p>
$ring
<p id="note" role="status"></p>
<noscript><p>Reload the page to see what has changed.</p></noscript>
<h2 id="count" aria-live="polite">$count</h2>
<div class="sheet" role="region" aria-labelledby="count" tabindex="0"><table>
<thead><tr>{_HEADS}</tr></thead>
<tbody id="live">$live</tbody>
<tfoot><tr><td colspan="{len(_COLUMNS)}">
A call shows here as soon as it is placed.
</td></tr></tfoot>
</table></div>
<h2 id="past">Finished</h2>
<div class="sheet" role="region" aria-labelledby="past" tabindex="0"><table>
<thead><tr>{_HEADS}</tr></thead>
<tbody id="finished">$finished</tbody>
<tfoot><tr><td colspan="{len(_COLUMNS)}">None yet.</td></tr></tfoot>
</table></div>
</main>
<script>{_SCRIPT}</script>
</body>
</html>
""")


def call_as_json(call: DemoCall) -> dict[str, object]:
    """One item of `/calls.json`. Times are ISO 8601, local, with their offset."""
    return {
        "call": call.id,
        "agent": call.agent,
        "callee": call.callee,
        "outbound_id": call.outbound_id,
        "reference": call.reference,
        "state": call.state,
        "live": call.live,
        "started": call.started.isoformat(timespec="milliseconds"),
        "since": call.since.isoformat(timespec="milliseconds"),
    }


def page(calls: list[dict[str, object]], version: int, address: str, *, rings: bool = False) -> str:
    """The page as HTML. `calls`: as in `/calls.json`. `address`: where calls are posted to.

    `rings`: with a button that makes the PBX call an agent.
    """
    live = [call for call in calls if call["live"]]
    finished = [call for call in calls if not call["live"]][-FINISHED_SHOWN:][::-1]
    return _PAGE.substitute(
        version=version,
        address=escape(address),
        ring=_RING if rings else "",
        phones="Over WebRTC it rings the app." if rings else "It rings no phone.",
        count="1 live call" if len(live) == 1 else f"{len(live)} live calls",
        live="".join(map(_row, live)),
        finished="".join(map(_row, finished)),
    )


def _row(values: dict[str, object]) -> str:
    return f"<tr>{''.join(_cell(field, str(values[field])) for field in _COLUMNS)}</tr>"


def _cell(field: str, value: str) -> str:
    if field == "started":
        value = value[11:19]
    if field == "outbound_id" and not value:
        return f'<td class="{field} none">none</td>'
    if field == "state":
        return f'<td class="{field} {value.replace(" ", "-")}"><span>{escape(value)}</span></td>'
    return f'<td class="{field}">{escape(value)}</td>'


def _allowed(kind: str, text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"{kind}-src 'sha256-{digest}'"


PAGE_HEADERS = (
    (
        "Content-Security-Policy",
        "; ".join(
            (
                "default-src 'none'",
                _allowed("style", _STYLE),
                _allowed("script", _SCRIPT),
                "connect-src 'self'",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
            )
        ),
    ),
    ("Referrer-Policy", "no-referrer"),
)
"""Nothing may run or load but the page's own style, script and `/calls.json`."""
