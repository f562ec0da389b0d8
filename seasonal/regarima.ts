import { backward, choleskyOfToeplitz, forward, logDeterminant } from './banded.ts';
import { leastSquares } from './least-squares.ts';
import { at, type Values } from './moving-averages.ts';
import { minimise } from './nelder-mead.ts';

/** A regressor over the months observed and those to forecast. */
export interface Regressor {
  readonly name: string;
  readonly values: Values;
}

export interface Coefficient {
  readonly name: string;
  readonly value: number;
  readonly error: number;
  readonly t: number;
}

/** The airline model (0 1 1)(0 1 1)₁₂ with regressors, of a series in logarithms. */
export interface Airline {
  /** Moving average parameters θ and Θ of (1 − θB)(1 − ΘB¹²). */
  readonly theta: number;
  readonly seasonalTheta: number;
  readonly coefficients: readonly Coefficient[];
  /** Of the coefficients among one another. */
  readonly covariances: readonly Values[];
  readonly variance: number;
  /** Differenced values that the likelihood is of. */
  readonly count: number;
  /** Of the series in levels, the logarithm's Jacobian included. */
  readonly logLikelihood: number;
  readonly aicc: number;
  /** In logarithms, regressors included. */
  readonly forecasts: number[];
}

/** Differences of the airline model: (1 − B)(1 − B¹²), 13 values shorter. */
function differenced(values: Values): number[] {
  return values
    .slice(13)
    .map((value, index) => value - at(values, index + 12) - at(values, index + 1) + at(values, index));
}

/** Autocovariances 0 to 13 of the moving average, for innovations of variance 1. */
function autocovariances(theta: number, seasonal: number): number[] {
  const weights = new Array<number>(14).fill(0);
  [weights[0], weights[1], weights[12], weights[13]] = [1, -theta, -seasonal, theta * seasonal];
  return weights.map((_, lag) =>
    weights.reduce((sum, weight, index) => sum + weight * (weights[index + lag] ?? 0), 0),
  );
}

function likelihoodAt(theta: number, seasonal: number, values: Values, columns: readonly Values[]) {
  const lower = choleskyOfToeplitz(autocovariances(theta, seasonal), values.length);
  const fit = leastSquares(
    forward(lower, values),
    columns.map((column) => forward(lower, column)),
  );
  return { lower, fit, determinant: logDeterminant(lower) };
}

/**
 * Exact maximum likelihood over `logs`, the logarithms of the observed months; regressors reach `horizon` months further.
 * `jacobian` is what the likelihood of the levels has besides: the sum of the logarithms from the 14th month on.
 */
export function fitAirline(
  logs: Values,
  regressors: readonly Regressor[],
  { horizon, jacobian }: { horizon: number; jacobian: number },
): Airline {
  const values = differenced(logs);
  const columns = regressors.map((one) => differenced(one.values.slice(0, logs.length)));
  const [theta, seasonalTheta] = mostLikely(values, columns);
  const { lower, fit, determinant } = likelihoodAt(theta, seasonalTheta, values, columns);
  const count = values.length;
  const variance = fit.squares / count;
  const logLikelihood =
    -0.5 * (count * Math.log(2 * Math.PI) + determinant + count * Math.log(variance) + count) - jacobian;
  const parameters = 3 + regressors.length;
  const covariances = fit.spread.map((row) => row.map((value) => value * variance));
  const ahead = {
    horizon,
    weights: backward(lower, fit.residuals),
    covariances: autocovariances(theta, seasonalTheta),
  };
  return {
    theta,
    seasonalTheta,
    coefficients: regressors.map(({ name }, place) =>
      coefficient(name, at(fit.coefficients, place), Math.sqrt(at(covariances[place] ?? [], place))),
    ),
    covariances,
    variance,
    count,
    logLikelihood,
    aicc: -2 * logLikelihood + (2 * parameters * count) / (count - parameters - 1),
    forecasts: forecast(logs, regressors, fit.coefficients, ahead),
  };
}

function coefficient(name: string, value: number, error: number): Coefficient {
  return { name, value, error, t: value / error };
}

function mostLikely(values: Values, columns: readonly Values[]): [number, number] {
  const [theta = 0, seasonal = 0] = minimise(
    ([theta = 0, seasonal = 0]: Values) => {
      if (Math.abs(theta) >= 0.9999 || Math.abs(seasonal) >= 0.9999) return Number.POSITIVE_INFINITY;
      const { fit, determinant } = likelihoodAt(theta, seasonal, values, columns);
      return values.length * Math.log(fit.squares / values.length) + determinant;
    },
    [0.3, 0.5],
  );
  return [theta, seasonal];
}

interface Ahead {
  readonly horizon: number;
  /** Σ⁻¹w of the differenced series without its regressors. */
  readonly weights: Values;
  readonly covariances: Values;
}

/** Best linear forecasts of the differenced series, summed up again and given their regressors. */
function forecast(
  logs: Values,
  regressors: readonly Regressor[],
  coefficients: Values,
  { horizon, weights, covariances }: Ahead,
): number[] {
  const effect = (row: number) =>
    regressors.reduce((sum, { values }, place) => sum + at(coefficients, place) * at(values, row), 0);
  const path = logs.map((value, row) => value - effect(row));
  for (let ahead = 0; ahead < horizon; ahead++) {
    const lag = (index: number) => weights.length + ahead - index;
    const expected = weights.reduce((sum, weight, index) => sum + weight * (covariances[lag(index)] ?? 0), 0);
    const end = path.length;
    path.push(expected + at(path, end - 1) + at(path, end - 12) - at(path, end - 13));
  }
  return path.slice(logs.length).map((value, ahead) => value + effect(logs.length + ahead));
}
