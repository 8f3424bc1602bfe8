package mesh.core.http.edge;

import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The connections that are open, in number bounded as a whole and for each client. Where there is
/// no place for another, those go that cost their clients least: first who has its last answer,
/// then who has not shown the token, then who is idle, in each case those that are so the longest.
/// One that is being served stays. Beyond the bound there are a few spare places, in which health
/// is answered.
final class Connections {
    /// Makes room for more than one, so that a flood does not have all of them looked at each time.
    private static final int AT_ONCE = 64;

    /// What a connection was when it was looked at: its own thread changes it meanwhile.
    private record Seen(Connection connection, Connection.Rank rank, long since) {
        static final Comparator<Seen> CHEAPEST =
                Comparator.comparing(Seen::rank).thenComparingLong(Seen::since);

        static Seen of(Connection connection) {
            return new Seen(connection, connection.rank(), connection.since());
        }
    }

    private final Bounds bounds;
    private final Client.Clients clients = new Client.Clients();
    private final Budget places;
    private final Budget spares;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    Connections(Bounds bounds) {
        this.bounds = bounds;
        this.places = new Budget(bounds.connections());
        this.spares = new Budget(bounds.spare());
    }

    /// A place for one more.
    ///
    /// @return null where there is none, not even a spare one
    Connection add(Listener listener, SocketChannel channel, Peers peers) {
        Client client = clients.enter(peers.from().getAddress());
        Budget.Answer answer = takeOrMakeRoom(places, client, false);
        boolean spare = answer != Budget.Answer.TAKEN;
        if (spare && takeOrMakeRoom(spares, client, true) != Budget.Answer.TAKEN) {
            clients.leave(client);
            return null;
        }
        var connection = new Connection(listener, channel, peers, client, spare);
        open.add(connection);
        return connection;
    }

    private Budget.Answer takeOrMakeRoom(Budget budget, Client client, boolean spare) {
        Budget.Answer answer = budget.take(client.held(budget));
        if (answer == Budget.Answer.TAKEN) {
            return answer;
        }
        boolean ofAll = answer == Budget.Answer.FULL;
        makeRoom(
                Math.max(1, budget.most() / AT_ONCE),
                other -> other.isSpare() == spare && (ofAll || other.client() == client));
        return budget.take(client.held(budget));
    }

    /// Ends so many of those that are not being served.
    ///
    /// @return how many there were
    int makeRoom(int wanted, Predicate<Connection> which) {
        var cheapest =
                open.stream()
                        .filter(which)
                        .map(Seen::of)
                        .filter(seen -> seen.rank() != Connection.Rank.SERVED)
                        .sorted(Seen.CHEAPEST)
                        .limit(wanted)
                        .map(Seen::connection)
                        .toList();
        for (Connection connection : cheapest) {
            connection.close();
            remove(connection);
        }
        return cheapest.size();
    }

    /// Makes room where the process cannot open another file.
    int makeRoom() {
        return makeRoom(Math.max(1, open.size() / 4), _ -> true);
    }

    /// It is closed; any number of times.
    void remove(Connection connection) {
        if (open.remove(connection)) {
            Budget budget = connection.isSpare() ? spares : places;
            budget.giveBack(connection.client().held(budget));
            clients.leave(connection.client());
        }
    }

    void look(long now, long young) {
        for (Connection connection : open) {
            connection.look(now, young);
        }
    }

    int count() {
        return open.size();
    }

    /// Ends those that are not being served.
    void closeIdle() {
        makeRoom(Integer.MAX_VALUE, _ -> true);
    }

    void cutAll() {
        for (Connection connection : open) {
            connection.cut();
            remove(connection);
        }
    }

    Bounds bounds() {
        return bounds;
    }
}
