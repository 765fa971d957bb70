package dev.portcullis.provider;

/** What an attempt may end with. Each is sealed under a purpose of its own, which is kept. */
public enum Aim {
  SIGN_IN("provider attempt"),
  /** One more way into the account of who is signed in. */
  LINK("provider link attempt"),
  /** The same person once more, in the same session. */
  CONFIRM("provider confirmation attempt");

  final String purpose;

  Aim(String purpose) {
    this.purpose = purpose;
  }
}
