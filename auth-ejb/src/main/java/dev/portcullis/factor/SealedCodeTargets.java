package dev.portcullis.factor;

import dev.portcullis.sealing.SealedAttribute;

/** The addresses and numbers to which codes go. */
public final class SealedCodeTargets extends SealedAttribute<CodeTarget> {

  public SealedCodeTargets() {
    super(
        "auth_code_target.sealed_target",
        CodeTargets.PURPOSE,
        CodeTarget.class,
        "id",
        "sealedTarget");
  }

  @Override
  protected Sealed of(CodeTarget row) {
    return new Sealed(row.id, row.context(), row.sealedTarget);
  }
}
