/** The scenarios of the gallery that test/cli/gallery.test.ts leaves for when everything is tried. */
import { RUN_WITH_EVERYTHING, tryScenarios } from '../cli/gallery-runs.ts';
import { workshop } from '../cli/program.ts';

tryScenarios(RUN_WITH_EVERYTHING, workshop());
