// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallsInFlightTest {

    private final CallsInFlight underway = new CallsInFlight();
    private final CallsInFlight.Call first = new CallsInFlight.Call();
    private final CallsInFlight.Call second = new CallsInFlight.Call();
    private final CallsInFlight.Call third = new CallsInFlight.Call();

    @BeforeEach
    void leaveInOrder() {
        underway.add(first);
        underway.add(second);
        underway.add(third);
    }

    @Test
    void whatComesOutAtTheEndOfACallConcernsItAndThoseThatLeftLater() {
        underway.end(second, 30);

        assertThat(first.notCharged()).isZero();
        assertThat(second.notCharged()).isEqualTo(30);
        assertThat(third.notCharged()).isEqualTo(30);
    }

    @Test
    void callsEndInAnyOrder() {
        underway.end(third, 1);
        underway.end(first, 10);
        underway.end(second, -4);

        assertThat(first.notCharged()).isEqualTo(10);
        assertThat(second.notCharged()).isEqualTo(6);
        assertThat(third.notCharged()).as("had ended when it came out").isEqualTo(1);
    }

    @Test
    void aCallEndsOnce() {
        underway.end(first, 10);
        underway.end(first, 10);

        assertThat(first.notCharged()).isEqualTo(10);
        assertThat(second.notCharged()).isEqualTo(10);
    }

    @Test
    void whoLeavesAfterwardsKnowsNothingOfIt() {
        underway.end(first, 10);
        CallsInFlight.Call fourth = new CallsInFlight.Call();
        underway.add(fourth);

        assertThat(fourth.notCharged()).isZero();
    }
}
