#!/usr/bin/env node
/**
 * The command line: what there is to call. Each command's code is loaded only when it is called, so that help is quick.
 * @module
 */
import { Command, CommanderError, Option } from 'commander';
import { printable } from '../scenario/position.ts';
import { integer, nonEmpty, repeated } from './arguments.ts';
import { byteCount } from './byte-size.ts';
import { EXIT } from './failure.ts';
import { watchOutput } from './output.ts';
import { VERSION } from './version.ts';

const program = new Command('farthing')
  .description('Simulates micropayment systems with real cryptography on one shared demand.')
  .version(VERSION)
  .showHelpAfterError('(farthing --help lists the commands)')
  .configureOutput({
    outputError: (text, write) => write(`${text.trimEnd().split('\n').map(printable).join('\n')}\n`),
  })
  .exitOverride();

program
  .command('run')
  .description('run a scenario and write its report')
  .argument('<scenario>', 'a scenario file, or the name of one of the gallery', nonEmpty)
  .option('--seed <seed>', 'another seed', nonEmpty)
  .option('--replications <n>', 'how many independent replications', integer(1, 1_000_000))
  .option('--fidelity <fidelity>', 'real, sampled or aggregate', nonEmpty)
  .option('--set <path=value>', 'change one value of the scenario; may be repeated', repeated, [])
  .option('--workers <n>', 'worker threads (default: one for each core)', integer(1, 256))
  .option('--quick', 'smaller, of the same shape')
  .option('--out <folder>', 'where the results go (default: reports/<scenario>)', nonEmpty)
  .option('--json', 'print the result document')
  .option('--quiet', 'print nothing but errors')
  .action(async (scenario, options) => finish((await import('./commands/run.ts')).run(scenario, options)));

program
  .command('sweep')
  .description('run a scenario for several values of one parameter or two, on common random numbers')
  .argument('<scenario>', 'a scenario file, or the name of one of the gallery', nonEmpty)
  .requiredOption('--vary <path=a,b,c>', 'the values of one parameter; twice: of two, in a grid', repeated)
  .option('--metric <name>', 'a metric to show; may be repeated (default: those that differ most)', repeated, [])
  .option('--seed <seed>', 'another seed', nonEmpty)
  .option('--replications <n>', 'how many independent replications of each arm', integer(1, 1_000_000))
  .option('--fidelity <fidelity>', 'real, sampled or aggregate', nonEmpty)
  .option('--set <path=value>', 'change one value in all arms; may be repeated', repeated, [])
  .option('--workers <n>', 'worker threads (default: one for each core)', integer(1, 256))
  .option('--quick', 'smaller, of the same shape')
  .option('--out <folder>', 'where the results go (default: reports/<scenario>-sweep)', nonEmpty)
  .option('--json', 'print the result document')
  .option('--quiet', 'print nothing but errors')
  .action(async (scenario, options) => finish((await import('./commands/sweep.ts')).sweep(scenario, options)));

program
  .command('compare')
  .description('say what changes with B instead of A, on common random numbers')
  .argument('<a>', 'a scenario, or the output folder of a run', nonEmpty)
  .argument('[b]', 'another one (default: the same, changed by --set-a and --set-b)', nonEmpty)
  .option(
    '--metric <name>',
    'a metric, or nameA=nameB; may be repeated (default: those that differ most)',
    repeated,
    [],
  )
  .option('--seed <seed>', 'another seed, for both', nonEmpty)
  .option('--replications <n>', 'how many independent replications of each', integer(1, 1_000_000))
  .option('--fidelity <fidelity>', 'real, sampled or aggregate, for both', nonEmpty)
  .option('--set <path=value>', 'change one value of both; may be repeated', repeated, [])
  .option('--set-a <path=value>', 'change one value of A; may be repeated', repeated, [])
  .option('--set-b <path=value>', 'change one value of B; may be repeated', repeated, [])
  .option('--workers <n>', 'worker threads (default: one for each core)', integer(1, 256))
  .option('--quick', 'smaller, of the same shape')
  .option('--json', 'print the comparison as JSON')
  .option('--quiet', 'no progress')
  .action(async (a, b, options) => finish((await import('./commands/compare.ts')).compare(a, b, options)));

program
  .command('claims')
  .description("judge the lecture's claims by running them")
  .option('--seed <seed>', 'another seed', nonEmpty)
  .option('--workers <n>', 'worker threads (default: one for each core)', integer(1, 256))
  .option('--claim <id>', 'this claim only; may be repeated', repeated, [])
  .option('--out <folder>', 'where the page goes (default: reports/claims)', nonEmpty)
  .option('--json', 'print the result document')
  .option('--quiet', 'print nothing but errors')
  .action(async (options) => finish((await import('./commands/claims.ts')).claims(options)));

program
  .command('calibrate')
  .description("measure what a bank's operations cost on this machine, as bank.costs of a scenario")
  .option('--folder <folder>', 'where the durable write is measured (default: this one)', nonEmpty)
  .option('--json', 'print one JSON object')
  .action(async (options) => finish((await import('./commands/calibrate.ts')).calibrate(options)));

program
  .command('list')
  .description('list the scenarios of the gallery')
  .option('--json', 'as JSON')
  .action(async (options) => finish((await import('./commands/list.ts')).list(options)));

program
  .command('show')
  .description('print a scenario: its question and its text')
  .argument('<scenario>', 'a scenario file, or the name of one of the gallery', nonEmpty)
  .action(async (scenario) => finish((await import('./commands/show.ts')).show(scenario)));

program
  .command('validate')
  .description('check scenario files without running them')
  .argument('<files...>', 'scenario files, or names of the gallery', repeated)
  .action(async (files) => finish((await import('./commands/validate.ts')).validate(files)));

program
  .command('schema')
  .description('print the JSON Schema of scenario files')
  .action(async () => finish((await import('./commands/schema.ts')).schema()));

program
  .command('explain')
  .description('follow a coin, a cheque, scrip or a payword step by step, with its bytes and commands to check them')
  .argument('<object>', 'coin, cheque, scrip or payword', nonEmpty)
  .option('--seed <seed>', 'other keys, other bytes', nonEmpty, '1')
  .option('--json', 'the same steps as JSON')
  .action(async (object, options) => finish((await import('./commands/explain.ts')).explain(object, options)));

program
  .command('lecture')
  .description("serve the living page: the lecture's scenes, moving, in a browser")
  .option('--port <n>', 'where to serve it (default: a free one from 8190 on)', integer(1, 65_535))
  .addOption(
    new Option('--build <folder>', 'save the page there instead, one file that opens from a disk')
      .argParser(nonEmpty)
      .conflicts('port'),
  )
  .action(async (options) => finish((await import('./commands/lecture.ts')).lecture(options)));

program
  .command('mint')
  .description('mint MicroMint coins: k-way collisions of SHA-256')
  .requiredOption('--bits <u>', 'a good ball falls into one of 2^u bins', integer(1, 40))
  .requiredOption('--way <k>', 'balls of a coin', integer(2, 8))
  .option('--filter <t>', 'further bits that make a ball good', integer(0, 63), 0)
  .option('--balls <n>', 'hashes to throw (default: 4 good balls for each bin)', integer(1, Number.MAX_SAFE_INTEGER))
  .option('--coins <n>', 'stop at the ball that completes this coin', integer(1, Number.MAX_SAFE_INTEGER))
  .option('--threads <n>', 'threads that throw and count (default: one for each core)', integer(1, 256))
  .option('--memory <size>', 'use no more for balls, bins and coins, such as 6G (default: all there is)', byteCount)
  .option('--engine <name>', 'wasm-simd128 or portable (default: the faster that works here)', nonEmpty)
  .option('--seed <seed>', 'the period key derives from it', nonEmpty, '1')
  .option('--out <file>', 'write a coin file; JSON lines when the name ends in .jsonl', nonEmpty)
  .option('--force', 'overwrite the file')
  .option('--json', 'print one JSON object')
  .action(async (options) => finish((await import('./commands/mint.ts')).mintCoins(options)));

program
  .command('verify')
  .description('check every coin of a file that farthing mint --out wrote')
  .argument('<file>', 'a coin file, or coins as JSON lines', nonEmpty)
  .option('--sample <n>', 'hash only so many coins, chosen at random', integer(1, Number.MAX_SAFE_INTEGER))
  .option('--seed <seed>', 'another sample', nonEmpty)
  .option(
    '--print <n>',
    'print the first coins as JSON lines, and the tally on standard error',
    integer(1, 1_000_000_000),
  )
  .option('--json', 'print one JSON object')
  .action(async (file, options) => finish((await import('./commands/verify.ts')).verify(file, options)));

program
  .command('trace')
  .description('write a small invented log of a server, to be the demand of a scenario')
  .option('--users <n>', 'visitors of the site', integer(1, 10_000_000), 2400)
  .option('--visits <n>', 'mean visits of each in a day', integer(1, 1000), 2)
  .option('--hours <n>', 'how long the log goes on, from two in the morning', integer(1, 100_000), 13)
  .option('--pages <n>', 'pages of the site', integer(1, 1_000_000), 300)
  .option('--folders <n>', 'folders that they lie in', integer(1, 100_000), 12)
  .option('--pictures <n>', 'pictures of a page at most', integer(0, 1000), 6)
  .option('--malformed <n>', 'malformed lines in a million', integer(0, 1_000_000), 500)
  .option('--seed <seed>', 'another log', nonEmpty, '1995')
  .option('--out <file>', 'where to; packed when the name ends in .gz (default: standard output)', nonEmpty)
  .option('--force', 'overwrite the file')
  .action(async (options) => finish((await import('./commands/trace.ts')).trace(options)));

program
  .command('bench')
  .description('measure speeds, each beside its peer in the same run')
  .argument('[name]', 'one benchmark only')
  .option('--json', 'as JSON')
  .action(async (name, options) => finish((await import('./commands/bench.ts')).bench(name, options)));

/** Sets the exit code instead of leaving at once, so that a long output into a pipe is not cut. */
async function finish(code: Promise<number> | number): Promise<void> {
  process.exitCode = await code;
}

/** @returns the exit code for what went wrong, after saying it on standard error */
async function report(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  // What has become of the output is said where it is watched.
  if (error === process.stdout.errored) return EXIT.failed;
  const named = error as Error;
  const expected: Readonly<Record<string, number>> = {
    InputError: EXIT.badInput,
    OutputError: EXIT.badInput,
    WriteError: EXIT.failed,
    InvariantViolation: EXIT.failed,
  };
  const code = expected[named?.name];
  process.stderr.write(`${code === undefined ? `internal error: ${named?.stack ?? String(error)}` : named.message}\n`);
  return code ?? EXIT.failed;
}

watchOutput();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = await report(error);
}
