/**
 * The style sheet of a report: one column of reading width, the same on screen and on paper, and the stage on which one
 * chart at a time is presented.
 * @module
 */
import { colourSheet } from './theme.ts';

const PAGE_SHEET = `*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
header,main,footer{max-width:49rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.5rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 1rem}
h2{font-size:1.35rem;line-height:1.3;margin:2.5rem 0 .75rem}
h3{font-size:1.15rem;line-height:1.35;margin:0 0 .35rem}
p,ul{margin:.5rem 0}
a{color:inherit}
code,pre{font:.875em/1.5 ui-monospace,monospace}
pre{background:var(--raised);padding:.75rem 1rem;overflow-x:auto;border-radius:.4rem}
sup{line-height:0;font-size:.7em}
.question{font-size:1.1rem}
.answer{font-size:1.1rem;font-weight:600}
.differ{border-left:.4rem solid var(--differ);background:var(--raised);padding:.6rem 1rem;overflow-wrap:anywhere}
button{font:inherit;color:var(--ink);background:var(--raised);border:1px solid var(--muted);border-radius:.4rem;padding:.3rem .8rem;cursor:pointer}
:focus-visible{outline:3px solid var(--mr2-text);outline-offset:2px}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(13.5rem,1fr));gap:.75rem;padding:0;margin:0;list-style:none}
.cards li{background:var(--raised);border-radius:.5rem;padding:.75rem 1rem}
.cards .name{display:block;font-size:.9rem;color:var(--muted);overflow-wrap:anywhere}
.cards .value{display:block;font-size:1.25rem;font-weight:650;line-height:1.4}
.cards .value small{font-size:.65em;font-weight:400;white-space:nowrap}
.cards .theory{display:block;font-size:.9rem}
.agrees{color:var(--agree);white-space:nowrap}
.differs{color:var(--differ);white-space:nowrap}
figure{margin:0 0 2.5rem;break-inside:avoid}
figcaption p{margin:.2rem 0 .6rem;color:var(--muted)}
.drawing svg{display:block;width:100%;height:auto}
.drawing text[stroke]{paint-order:stroke}
.drawing.slide,figcaption .brief{display:none}
.scroll{overflow-x:auto;max-height:30rem;overflow-y:auto}
.scroll.wide{max-height:none}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;width:100%}
caption{text-align:left;padding:.4rem 0;color:var(--muted)}
th,td{text-align:left;vertical-align:top;padding:.3rem .7rem .3rem 0;border-bottom:1px solid var(--grid)}
th{font-weight:600}
tbody th{font-weight:400}
td{overflow-wrap:break-word}
table.metrics td,table.metrics th{padding:.25rem .6rem .25rem 0}
table.metrics .number{text-align:right;white-space:nowrap}
table.metrics .spread,table.metrics .verdict{white-space:nowrap}
table.metrics .spread{padding-left:0}
.party th{font-weight:600;padding-top:1rem}
.noted th,.noted td{border-bottom:0}
table.metrics .noted th,table.metrics .noted td{padding-bottom:0}
.note td,.own-name{color:var(--muted);font-size:.85em;line-height:1.35;overflow-wrap:anywhere}
table.metrics .note td{padding-top:0}
details.mint{margin:.6rem 0}
summary{cursor:pointer}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
article.claim{background:var(--raised);border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0;break-inside:avoid}
.claim p{margin:.3rem 0}
.claim .says{font-weight:600}
.claim .says q{quotes:none}
.claim .behind,.claim .law{color:var(--muted);font-size:.85rem}
.claim dl{display:block}
.claim dd ul{padding-left:1.2rem}
.claim li{overflow-wrap:anywhere}
.partly{font-weight:600;white-space:nowrap}
.experiments{display:block}
.experiments dt{margin-top:.8rem;font-weight:600;color:var(--ink)}
.experiments pre{white-space:pre-wrap;overflow-wrap:anywhere}
footer{color:var(--muted);font-size:.9rem;padding-top:2rem;padding-bottom:3rem}
@media (max-width:40rem){.drawing.page{overflow-x:auto}.drawing.page svg{width:40rem}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;

const STAGE_SHEET = `#stage-bar{display:none}
@media screen{
.presenting{overflow:hidden}
.presenting>header,.presenting>footer,.presenting main>:not(#charts),.presenting #charts>:not(figure.shown){display:none}
.presenting main{max-width:none}
.presenting figure.shown{position:fixed;inset:0;z-index:1;margin:0;padding:1.25rem 2rem 4rem;background:var(--ground);display:flex;flex-direction:column;outline:none}
.presenting figure.shown details,.presenting figure.shown .scroll,.presenting figure.shown .page{display:none}
.presenting figure.shown .slide{display:block;flex:1 1 0;min-height:0}
.presenting figure.shown .slide svg{width:100%;height:100%}
.presenting h3{font-size:clamp(26px,3vw,60px);line-height:1.15}
.presenting figcaption p{font-size:clamp(20px,1.6vw,32px);line-height:1.3;display:none}
.presenting figcaption .brief{display:block}
.presenting #stage-bar{display:flex;gap:1rem;align-items:center;position:fixed;left:2rem;right:2rem;bottom:.6rem;z-index:2;font-size:20px}
.presenting #stage-bar .place{flex:1}
}
@media print{
@page{size:A4;margin:15mm}
header,main,footer{max-width:none;padding:0}
button{display:none}
.scroll{max-height:none;overflow:visible}
pre{white-space:pre-wrap}
.cards li,tr,h2,h3{break-inside:avoid}
h2,h3,.party,.noted{break-after:avoid}
.drawing svg{max-height:170mm}
}
`;

/** The whole style sheet, as it stands between the tags. */
export function styleSheet(): string {
  return colourSheet() + PAGE_SHEET + STAGE_SHEET;
}
