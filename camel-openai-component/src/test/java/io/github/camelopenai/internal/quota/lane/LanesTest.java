// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.quota.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenai.internal.quota.terms.Cost;
import io.github.camelopenai.internal.quota.terms.Lane;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.Patience;
import io.github.camelopenai.internal.quota.terms.QueuePolicy.WhenFull;
import io.github.camelopenai.model.QuotaLevel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who leaves next. A share is a part of a minute's quota. */
class LanesTest {

    private static final double SECOND_OF_QUOTA = 1 / 60.0;
    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), WhenFull.FAIL);

    private final Lanes lanes = new Lanes(new ReentrantLock()::newCondition);
    private final Map<String, Double> served = new HashMap<>();

    private Waiter add(String name, double weight, Patience patience) {
        Waiter waiter = new Waiter(Cost.OF_ONE_REQUEST, lanes.of(new Lane(name, weight)), 0, patience);
        lanes.add(waiter);
        return waiter;
    }

    private void add(int count, String name, double weight) {
        for (int call = 0; call < count; call++) {
            add(name, weight, PATIENT);
        }
    }

    private LaneQueue serveNext(double share) {
        Waiter head = lanes.head();
        lanes.remove(head);
        lanes.served(head.lane, share, 0);
        served.merge(head.lane.name, share, Double::sum);
        return head.lane;
    }

    private void serve(int count, double share) {
        for (int call = 0; call < count; call++) {
            serveNext(share);
        }
    }

    @Test
    void knowWhetherSeveralHaveLeftInTheLastMinute() {
        long second = 1_000_000_000L;
        LaneQueue bulk = lanes.of(new Lane("bulk", 1));
        LaneQueue interactive = lanes.of(new Lane("interactive", 1));

        lanes.served(bulk, 0.001, 0);
        assertThat(lanes.areSeveral(0)).isFalse();
        lanes.served(interactive, 0.001, 10 * second);
        assertThat(lanes.areSeveral(10 * second)).isTrue();
        lanes.served(bulk, 0.001, 20 * second);
        lanes.served(bulk, 0.001, 75 * second);
        assertThat(lanes.areSeveral(79 * second)).isTrue();
        assertThat(lanes.areSeveral(80 * second)).isFalse();
    }

    @Nested
    class Shares {

        @Test
        void areByWeight() {
            add(400, "bulk", 1);
            add(400, "interactive", 3);

            serve(400, 0.001);

            assertThat(served.get("interactive") / served.get("bulk")).isBetween(2.9, 3.1);
        }

        @Test
        void areOfWhatIsUsedAndNotOfCalls() {
            add(400, "large", 1);
            add(400, "small", 1);

            for (int call = 0; call < 300; call++) {
                serveNext(lanes.head().lane.name.equals("large") ? 0.004 : 0.001);
            }

            assertThat(served.get("large") / served.get("small")).isBetween(0.95, 1.05);
        }

        @Test
        void ofIdleLanesGoToTheOthers() {
            add(10, "bulk", 1);
            lanes.of(new Lane("interactive", 9));

            assertThat(lanes.shareOf(lanes.of(new Lane("bulk", 1)))).isEqualTo(1);
        }

        @Test
        void countThoseThatWait() {
            add(10, "bulk", 1);

            assertThat(lanes.shareOf(lanes.of(new Lane("interactive", 4)))).isEqualTo(0.8);
        }
    }

    @Nested
    class AnIdleLane {

        @Test
        void goesAtOnceWhenItComesBack() {
            add(300, "bulk", 1);
            serve(200, 0.01);

            add(1, "interactive", 1);

            assertThat(lanes.head().lane.name).isEqualTo("interactive");
        }

        @Test
        void hasNoClaimBeyondASecondOfTheQuota() {
            add(1_000, "bulk", 1);
            add(1, "interactive", 1);
            serve(600, 0.01);
            served.clear();
            add(300, "interactive", 1);

            serve(40, 0.01);

            assertThat(served.get("interactive") - served.get("bulk")).isLessThan(SECOND_OF_QUOTA + 0.011);
        }
    }

    @Nested
    class ACallThatUsedLessThanWasReckoned {

        @Test
        void costsItsLaneLess() {
            add(400, "modest", 1);
            add(400, "plain", 1);

            for (int call = 0; call < 300; call++) {
                LaneQueue lane = serveNext(lanes.head().lane.name.equals("modest") ? 0.01 : 0.001);
                lanes.settled(lane, lane.name.equals("modest") ? -0.009 : 0);
            }

            double calls = served.get("modest") / 0.01;
            assertThat(calls).isBetween(100.0, 200.0); // about half of all, and not a tenth
        }
    }

    @Nested
    class WithinALane {

        @Test
        void callsLeaveInTheOrderOfArrival() {
            Waiter first = add("bulk", 1, PATIENT);
            Waiter second = add("bulk", 1, PATIENT);

            assertThat(lanes.head()).isSameAs(first);
            lanes.remove(first);
            assertThat(lanes.head()).isSameAs(second);
        }

        @Test
        void aReturningCallGoesBeforeThoseThatArrivedButAfterThoseThatReturned() {
            add("bulk", 1, PATIENT);
            Waiter returned = add("bulk", 1, PATIENT.again(Duration.ZERO));
            Waiter later = add("bulk", 1, PATIENT.again(Duration.ZERO));

            assertThat(lanes.head()).isSameAs(returned);
            lanes.remove(returned);
            assertThat(lanes.head()).isSameAs(later);
        }

        @Test
        void aReturningCallDoesNotGoBeforeOtherLanes() {
            add(100, "bulk", 1);
            serve(50, 0.01);
            add(1, "interactive", 1);

            add("bulk", 1, PATIENT.again(Duration.ZERO));

            assertThat(lanes.head().lane.name).isEqualTo("interactive");
        }
    }

    @Nested
    class Names {

        @Test
        void beyondSixtyFourShareALane() {
            for (int lane = 0; lane < Lanes.MAX_LANES; lane++) {
                add(1, "lane " + lane, 1);
            }

            LaneQueue shared = add("one more", 1, PATIENT).lane;

            assertThat(lanes.of(new Lane("and another", 1))).isSameAs(shared);
            assertThat(lanes.all()).hasSize(Lanes.MAX_LANES + 1);
        }

        @Test
        void ofLanesThatAreDoneMakeRoom() {
            for (int lane = 0; lane < 10 * Lanes.MAX_LANES; lane++) {
                add(1, "lane " + lane, 1);
                lanes.settled(serveNext(0.001), 0);
            }

            assertThat(lanes.all()).hasSizeLessThanOrEqualTo(Lanes.MAX_LANES + 1);
            assertThat(lanes.of(new Lane("one more", 1)).name).isEqualTo("one more");
        }
    }

    @Test
    void countsWhatWaits() {
        add(3, "bulk", 1);
        add(2, "interactive", 1);
        Waiter gone = add("bulk", 1, PATIENT);

        assertThat(lanes.remove(gone)).isTrue();
        assertThat(lanes.remove(gone)).isFalse();
        assertThat(lanes.size()).isEqualTo(5);
        assertThat(lanes.levels())
                .containsExactly(new QuotaLevel.Lane("bulk", 1, 3, 0), new QuotaLevel.Lane("interactive", 1, 2, 0));
    }
}
