package dev.portcullis.throttle;

/** What is guessed at. Each kind has a counter of its own (S37). */
public enum AttemptKind {
  /** The account's password. */
  PASSWORD,
  /** Its second factors, all together: a change of the method is no new allowance. */
  SECOND_FACTOR
}
