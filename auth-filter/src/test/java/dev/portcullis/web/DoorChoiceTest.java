package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.config.Door;
import dev.portcullis.web.request.ContainerRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DoorChoiceTest {

  private static final DoorChoice.Surroundings NOTHING = new DoorChoice.Surroundings(false, false);
  private static final DoorChoice.Surroundings OURS = new DoorChoice.Surroundings(false, true);
  private static final DoorChoice.Surroundings THEIRS = new DoorChoice.Surroundings(true, false);

  private static final DoorChoice ASIDE = new DoorChoice(Door.FILTER, ContainerRole.ASKS_ANOTHER);

  @Test
  void autoIsTheModule() {
    assertThat(DoorChoice.decide(Door.AUTO, NOTHING))
        .isEqualTo(new DoorChoice(Door.MODULE, ContainerRole.ASKS_US));
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void besideAMechanismOfTheApplicationOursStepsAside(Door configured) {
    assertThat(DoorChoice.decide(configured, THEIRS)).isEqualTo(ASIDE);
  }

  @Test
  void whatIsChosenIsTaken() {
    assertThat(DoorChoice.decide(Door.FILTER, OURS))
        .isEqualTo(new DoorChoice(Door.FILTER, ContainerRole.KNOWS_NOBODY));
    assertThat(DoorChoice.decide(Door.MODULE, NOTHING).door()).isEqualTo(Door.MODULE);
    assertThat(DoorChoice.decide(Door.MECHANISM, OURS))
        .isEqualTo(new DoorChoice(Door.MECHANISM, ContainerRole.ASKS_US));
  }

  @Test
  void aMechanismThatCdiDoesNotKnowStopsTheStart() {
    assertThatThrownBy(() -> DoorChoice.decide(Door.MECHANISM, NOTHING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("WEB-INF/auth.yaml");
  }

  @Test
  void withoutCdiThereAreNoMechanisms() {
    assertThat(DoorChoice.Surroundings.ofCdi()).isEqualTo(NOTHING);
  }
}
