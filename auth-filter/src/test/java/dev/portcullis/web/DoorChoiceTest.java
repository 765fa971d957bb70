package dev.portcullis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.config.Door;
import org.junit.jupiter.api.Test;

class DoorChoiceTest {

  private static final DoorChoice.Surroundings NOTHING = new DoorChoice.Surroundings(false, false);
  private static final DoorChoice.Surroundings OURS = new DoorChoice.Surroundings(false, true);
  private static final DoorChoice.Surroundings THEIRS = new DoorChoice.Surroundings(true, false);

  @Test
  void autoIsTheModule() {
    assertThat(DoorChoice.decide(Door.AUTO, NOTHING)).isEqualTo(Door.MODULE);
  }

  @Test
  void besideAMechanismOfTheApplicationOursStepsAside() {
    assertThat(DoorChoice.decide(Door.AUTO, THEIRS)).isEqualTo(Door.FILTER);
    assertThat(DoorChoice.decide(Door.MECHANISM, THEIRS)).isEqualTo(Door.FILTER);
  }

  @Test
  void whatIsChosenIsTaken() {
    assertThat(DoorChoice.decide(Door.FILTER, OURS)).isEqualTo(Door.FILTER);
    assertThat(DoorChoice.decide(Door.MODULE, THEIRS)).isEqualTo(Door.MODULE);
    assertThat(DoorChoice.decide(Door.MECHANISM, OURS)).isEqualTo(Door.MECHANISM);
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
