/**
 * The living page's beginning: its colours, and its only worker, which is part of the page itself.
 * @module
 */
import './lecture.css';
import { colourSheet } from '../report/theme.ts';
import { LecturePage } from './lecture-page.ts';
import SimulatorWorker from './worker.ts?worker&inline';

const colours = new CSSStyleSheet();
colours.replaceSync(colourSheet());
document.adoptedStyleSheets = [colours];
new LecturePage(() => new SimulatorWorker()).go(location.hash);
