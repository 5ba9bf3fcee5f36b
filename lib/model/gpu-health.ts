/** How a GPU is, judged from its newest values. */
export interface GpuHealth {
  /** `lost` also stands for one that has fallen silent; `attention` works, but needs somebody. */
  readonly state: 'healthy' | 'throttled' | 'attention' | 'lost';
  readonly level: 'ok' | 'info' | 'warning' | 'critical';
  /** In a few words: `throttled by the power cap`. */
  readonly words: string;
}
