package mesh.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RanksTest {
    private final Ranks ranks = new Ranks();

    @Test
    void one_who_was_away_begins_where_the_others_are_and_not_before() {
        for (int i = 0; i < 10; i++) {
            ranks.served("busy", ranks.take("busy"), true);
        }
        assertThat(ranks.take("back")).isEqualTo(9);
        assertThat(ranks.take("busy")).isEqualTo(10);
        assertThat(ranks.take("back")).isEqualTo(10);
    }

    @Test
    void what_was_given_back_counts_when_it_is_awarded_after_all() {
        long rank = ranks.take("a");
        ranks.giveBack("a");
        assertThat(ranks.next("a")).isZero();
        ranks.served("a", rank, false);
        assertThat(ranks.next("a")).isEqualTo(1);
    }

    @Test
    void so_many_tenants_are_known_and_no_more() {
        for (int i = 0; i < 3 * Ranks.MOST; i++) {
            ranks.take("tenant " + i);
        }
        assertThat(ranks.tenants()).isLessThanOrEqualTo(Ranks.MOST);
    }
}
