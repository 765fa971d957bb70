package dev.portcullis;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.portcullis.testing.Proves;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is kept in memory between requests, all of it, and that it is bounded (S79). */
class BoundsTest {

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.portcullis");

  @Test
  @Proves("S79")
  void everyCacheHasALargestSize() {
    var makers = new TreeSet<String>();
    for (var call : calls("newBuilder")) {
      var maker = call.getOrigin();
      makers.add(maker.getOwner().getSimpleName());
      assertThat(
              maker.getMethodCallsFromSelf().stream()
                  .map(JavaMethodCall::getName)
                  .filter("maximumSize"::equals)
                  .count())
          .as(maker.getFullName())
          .isPositive();
    }
    assertThat(makers)
        .containsExactly(
            "AddressLimiter",
            "ApiTokenVerifier",
            "PrincipalNames",
            "RecentProofs",
            "RequestCertificates",
            "SessionServiceImpl",
            "VerifiedTokenCache");
  }

  private static Collection<JavaMethodCall> calls(String method) {
    return PRODUCT.stream()
        .flatMap(type -> type.getMethodCallsFromSelf().stream())
        .filter(call -> call.getTargetOwner().getSimpleName().equals("Caffeine"))
        .filter(target(name(method)))
        .toList();
  }

  /** Whoever adds one says here why it does not grow with what clients send. */
  @Test
  @Proves("S79")
  void everyOtherCollectionThatChangesIsKnown() {
    var why =
        Map.of(
            "ApiTokenUses.notes", "50,000 at most",
            "RecentProofs.underWay", "one for each request that waits for a proof",
            "PrometheusMetrics.errors", "one for each code of ours",
            "PrometheusMetrics.rateLimited", "one for each limit of ours",
            "PrometheusMetrics.successes", "one for each method of authentication",
            "PrometheusMetrics.storeOperations", "one for each operation of ours",
            "ProviderLoginsImpl.toldAt", "one for each provider of the configuration");
    var found =
        PRODUCT.stream()
            .flatMap(type -> type.getFields().stream())
            .filter(BoundsTest::isShared)
            .map(field -> field.getOwner().getSimpleName() + "." + field.getName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found).containsExactlyInAnyOrderElementsOf(why.keySet());
  }

  /** By the type of the field, or by what the class puts into it. */
  private static boolean isShared(JavaField field) {
    boolean map = field.getRawType().isAssignableTo(Map.class);
    return map
        && field.getOwner().getConstructorCallsFromSelf().stream()
            .anyMatch(
                call ->
                    call.getTargetOwner().getName().startsWith("java.util.concurrent.Concurrent"));
  }
}
