package dev.portcullis.it.support;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class OneDoorIsEnoughCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean first =
        BuildProperty.required("it.server").equals("payara-micro")
            && BuildProperty.required("it.door").equals("module");
    return first || Boolean.getBoolean("full")
        ? ConditionEvaluationResult.enabled("the first door, or -Pfull")
        : ConditionEvaluationResult.disabled("tested through the first door; here with -Pfull");
  }
}
