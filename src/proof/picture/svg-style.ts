/** Colours by day and by night; fonts are those of whoever looks. */
export const STYLE = `
.flow-picture{--paper:#fbfaf7;--ink:#1f2429;--soft:#5b646f;--line:#4a5561;--thin:#98a1ab;--card:#fff;--edge:#cdd3da;
--ask:#0f766e;--say:#eef1f4;--fork:#fdf3dd;--forkedge:#b98a35;--quiet:#6d5a96;--badge:#e6ebf0;--person:#a3241a;
--personink:#fff;--error:#a3241a;--warning:#8a5a00;--markink:#fff;
font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans Gujarati','DejaVu Sans',sans-serif}
@media (prefers-color-scheme:dark){.flow-picture{--paper:#15181c;--ink:#e9ebee;--soft:#a3acb7;--line:#b4bec9;
--thin:#6b7480;--card:#20252b;--edge:#3d454f;--ask:#5cc8bb;--say:#2a3038;--fork:#332a17;--forkedge:#c79a48;
--quiet:#b9a6e0;--badge:#333b45;--person:#f2948a;--personink:#2b0906;--error:#f2948a;--warning:#e2b45c;--markink:#20140a}}
.flow-picture .paper{fill:var(--paper)}
.flow-picture text{fill:var(--ink);font-size:13px}
.flow-picture .title{font-size:20px;font-weight:650}
.flow-picture .soft{fill:var(--soft)}
.flow-picture .name{fill:var(--soft);font-size:11px}
.flow-picture .card{fill:var(--card);stroke:var(--edge)}
.flow-picture .accent{fill:var(--ask)}
.flow-picture .say{fill:var(--say);stroke:var(--edge)}
.flow-picture .do{fill:none;stroke:var(--thin);stroke-dasharray:3 3}
.flow-picture .fork{fill:var(--fork);stroke:var(--forkedge)}
.flow-picture .start{fill:var(--ask)}
.flow-picture .start-words{fill:var(--paper);font-weight:600}
.flow-picture .end{fill:none;stroke:var(--line);stroke-width:1.5}
.flow-picture .end-dot{fill:var(--line)}
.flow-picture .onward{fill:var(--paper);stroke:var(--ask);stroke-width:1.5}
.flow-picture .onward-arrow{fill:none;stroke:var(--ask);stroke-width:1.6}
.flow-picture .way{fill:none;stroke:var(--line);stroke-width:1.5}
.flow-picture .way.silence{stroke:var(--quiet);stroke-dasharray:6 4}
.flow-picture .way.back{stroke:var(--thin);stroke-width:1}
.flow-picture .way.unclear{stroke:var(--quiet);stroke-width:1;stroke-dasharray:2 3}
.flow-picture .head{fill:var(--line)}
.flow-picture .head.silence,.flow-picture .head.unclear{fill:var(--quiet)}
.flow-picture .head.back{fill:var(--thin)}
.flow-picture .behind{fill:var(--paper)}
.flow-picture .digit{font-weight:700}
.flow-picture .words-silence,.flow-picture .words-unclear{fill:var(--quiet)}
.flow-picture .words-back{fill:var(--soft)}
.flow-picture .badge{fill:var(--badge)}
.flow-picture .badge-words{font-size:11px}
.flow-picture .badge.person{fill:var(--person)}
.flow-picture .person-words{fill:var(--personink);font-size:11px;font-weight:600}
.flow-picture .person-mark{fill:var(--personink)}
.flow-picture .error{fill:var(--error)}
.flow-picture .warning{fill:var(--warning)}
.flow-picture .mark-words{fill:var(--markink);font-size:11px;font-weight:700}
`;
