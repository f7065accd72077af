/**
 * How the compiled rules count. A class says what to count; how increases are
 * corrected for the scrape interval and how a series finds its SLO is the
 * compiler's part, the same for all classes.
 * @public
 */
export interface Counting {
  /**
   * Growth of a counter over five minutes. Reads one scrape interval more and
   * scales back: `increase(c[5m])` taken every five minutes extrapolates over
   * the step between two windows and never sees it.
   */
  increase(selector: string): string;
  /** Mean of a gauge over five minutes, times five: gauge-minutes. */
  gaugeMinutes(selector: string): string;
  /** Range of five minutes for functions that count samples. */
  range: string;
}

/** Threshold of a latency class as its histogram names it. @public */
export interface Threshold {
  /** As declared, `500ms`. */
  text: string;
  seconds: number;
}

/** What is counted, and by which labels a series is found. @public */
export interface SliSource {
  /** Metric labels that hold the namespace and the name of the workload. */
  labels: { namespace: string; workload: string };
  /** PromQL of bad events of five minutes, for every service at once. */
  bad(counting: Counting, threshold: Threshold): string;
  /** PromQL of all events of five minutes, for every service at once. */
  total(counting: Counting, threshold: Threshold): string;
}

/** One way to tell bad events from all events. @public */
export interface SliClass {
  name: string;
  title: string;
  /** What is counted, one sentence, for the person who reads the page. */
  description: string;
  /** Which promise of the SLA it measures. */
  dimension: 'availability' | 'latency' | 'other';
  /** One event, plural: `requests`, `probes`, `replica-minutes`. */
  events: string;
  threshold:
    | { kind: 'none' }
    /** Upper bounds of the histogram's buckets in seconds, ascending. */
    | { kind: 'bucket'; bucketsSeconds: readonly number[] };
  /** `declared`: bad and total come from service.yaml. */
  sources: readonly SliSource[] | 'declared';
  /** Where metric names and labels are specified. */
  reference: string;
}
