package dev.portcullis.factor;

import dev.portcullis.FactorMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for beside the first factor.
 *
 * @param methods those of the account; with {@code enrolment} those that it may enrol
 * @param preferred the one to begin with, or null where there is none
 * @param enrolment whether the account has none yet and has to enrol one now
 */
public record FactorDemand(
    List<FactorMethod> methods, @Nullable FactorMethod preferred, boolean enrolment) {

  public FactorDemand {
    methods = List.copyOf(methods);
  }
}
