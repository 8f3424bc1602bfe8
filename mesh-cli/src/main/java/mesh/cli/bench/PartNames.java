package mesh.cli.bench;

import java.util.ArrayList;
import mesh.lab.bench.Part;
import mesh.lab.bench.Parts;

/// What `--only` takes, for help and completion.
final class PartNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    PartNames() {
        super(Parts.ALL.stream().map(Part::name).toList());
    }
}
