import { describe, expect, it } from 'vitest';
import { erlangC, mg1Wait, waitMD1, waitMG1, waitMM1, waitMMc } from '../../src/theory/queueing.ts';

describe('the mean wait', () => {
  it('of M/M/1 is rho / (mu - lambda), of M/D/1 half of that', () => {
    expect(waitMM1(0.8, 1)).toBeCloseTo(4, 12);
    expect(waitMD1(0.8, 1)).toBeCloseTo(2, 12);
  });

  it('of M/G/1 depends on the second moment: services of 1 and 9, half each', () => {
    expect(waitMG1(0.1, { mean: 5, meanSquare: 41 })).toBeCloseTo(4.1, 12);
  });

  it('is infinite when the server cannot keep up', () => {
    expect([waitMM1(1, 1), waitMD1(2, 1), waitMMc(3, 1, 3)]).toEqual([Infinity, Infinity, Infinity]);
  });

  it('of M/M/c is that of M/M/1 for one server', () => {
    expect(waitMMc(0.8, 1, 1)).toBeCloseTo(4, 12);
  });
});

describe('the mean wait beside what a station measured', () => {
  const service = { mean: 2, meanSquare: 4 };

  it('is the formula of Pollaczek and Khinchine, judged when enough jobs wait', () => {
    expect(mg1Wait(0.25, service, 1e6)).toMatchObject({ value: waitMD1(0.25, 2), kind: 'mean' });
    expect(mg1Wait(0.25, service, 1e6)).not.toHaveProperty('sparse');
    // One job in a hundred waits, of a thousand jobs.
    expect(mg1Wait(0.005, service, 2e5)).toMatchObject({ sparse: true });
  });

  it('is silent where the server cannot keep up, or the queue has not come to rest', () => {
    expect(mg1Wait(0.5, service, 1e6)).toBeUndefined();
    expect(mg1Wait(0.499, service, 1e6)).toBeUndefined();
  });

  it('speaks only where the start from empty takes away a thousandth: E[V^2] / (2 (1 - rho) T) of the wait', () => {
    // Fails when the time asked for is cut below what the shortfall allows. M/D/1: E[V^2] = 2 W^2 + lambda E[S^3] / (3 (1 - rho)).
    for (const rate of [0.1, 0.25, 0.4, 0.45, 0.49]) {
      const rho = 2 * rate;
      const least = (100 * 2) / (1 - Math.sqrt(rho)) ** 2;
      expect(mg1Wait(rate, service, 0.99 * least)).toBeUndefined();
      const { value } = mg1Wait(rate, service, 1.01 * least)!;
      const meanSquare = 2 * value ** 2 + (rate * 8) / (3 * (1 - rho));
      expect(meanSquare / (2 * (1 - rho) * least) / value).toBeLessThan(0.003);
    }
  });
});

describe('Erlang C', () => {
  it('is the textbook sum', () => {
    // c = 5, a = 4: (a^c / c!) c/(c-a) over the sum of a^i / i! and itself.
    const busy = (4 ** 5 / 120) * 5;
    const idle = 1 + 4 + 8 + 64 / 6 + 256 / 24;
    expect(erlangC(5, 4)).toBeCloseTo(busy / (idle + busy), 13);
  });

  it('is the load for one server, and certain at full load', () => {
    expect(erlangC(1, 0.3)).toBeCloseTo(0.3, 13);
    expect([erlangC(2, 2), erlangC(2, 0)]).toEqual([1, 0]);
  });
});
