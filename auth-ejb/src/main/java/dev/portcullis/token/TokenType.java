package dev.portcullis.token;

import org.jspecify.annotations.Nullable;

/** The kinds of JWT that we issue, each with a {@code typ} of its own (S10; RFC 8725 3.11). */
enum TokenType {
  /** RFC 9068 2.1. */
  ACCESS("at+jwt");

  private final String typ;

  TokenType(String typ) {
    this.typ = typ;
  }

  /** The header {@code typ}. */
  String typ() {
    return typ;
  }

  /** Whether a header says this kind, with or without {@code application/} (RFC 9068 4). */
  boolean isNamed(@Nullable String header) {
    return typ.equals(header) || ("application/" + typ).equals(header);
  }
}
