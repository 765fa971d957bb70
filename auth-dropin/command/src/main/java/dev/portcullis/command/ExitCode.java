package dev.portcullis.command;

/** What the process ends with; part of the interface, see docs/drop-in.md. */
final class ExitCode {

  static final int DONE = 0;
  static final int OUR_FAULT = 1;
  static final int USAGE = 2;
  static final int CONFLICTS = 3;
  static final int ARCHIVE = 4;
  static final int SETTINGS = 5;
  static final int FILES = 6;

  private ExitCode() {}
}
