/** Does tasks, in a worker and on the main thread alike. */
export interface TaskRunner<Task, Item, Tally> {
  /** Yields what a task finds, and returns what it counted. */
  run(task: Task): Generator<Item, Tally>;
  close(): void;
}
