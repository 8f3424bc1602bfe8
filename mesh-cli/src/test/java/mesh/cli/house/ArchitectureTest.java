package mesh.cli.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The floors of the house, and what a pure room may hold.
@AnalyzeClasses(packages = "mesh", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PURE = {
        "mesh.auction.engine..", "mesh.auction.registry..", "mesh.core.engine..", "mesh.core.job.."
    };

    @ArchTest
    static final ArchRule every_arrow_points_to_a_lower_floor =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage("mesh..")
                    .layer("protocol")
                    .definedBy("mesh.protocol..")
                    .layer("artemis")
                    .definedBy("mesh.artemis..")
                    .layer("auction")
                    .definedBy("mesh.auction..")
                    .layer("worker")
                    .definedBy("mesh.worker..")
                    .layer("core")
                    .definedBy("mesh.core..")
                    .layer("cli")
                    .definedBy("mesh.cli..")
                    .layer("lab")
                    .definedBy("mesh.lab..")
                    .whereLayer("artemis")
                    .mayOnlyBeAccessedByLayers("cli", "lab")
                    .whereLayer("auction")
                    .mayOnlyBeAccessedByLayers("cli", "lab")
                    .whereLayer("worker")
                    .mayOnlyBeAccessedByLayers("cli", "lab")
                    .whereLayer("core")
                    .mayOnlyBeAccessedByLayers("cli", "lab")
                    .whereLayer("lab")
                    .mayOnlyBeAccessedByLayers("cli")
                    .whereLayer("cli")
                    .mayNotBeAccessedByAnyLayer()
                    .because(
                            "rooms on one floor are strangers and meet only on the wire: the same"
                                    + " classes then run in one process, in many, and in the simulator");

    @ArchTest
    static final ArchRule only_one_module_knows_the_broker =
            noClasses()
                    .that(not(resideInAPackage("mesh.artemis..")))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "org.apache.activemq..",
                                    "jakarta.jms..",
                                    "org.eclipse.jetty.."))
                    .because(
                            "all else talks through the Link seam; needs and filters are evaluated"
                                    + " without the broker's selector library");

    @ArchTest
    static final ArchRule only_the_core_knows_sql_and_http =
            noClasses()
                    .that(not(resideInAPackage("mesh.core..")))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "java.sql..", "org.sqlite..", "org.flywaydb..", "io.helidon.."))
                    .because("a store that two modules know cannot be exchanged");

    @ArchTest
    static final ArchRule sql_stays_in_the_store =
            noClasses()
                    .that(not(resideInAPackage("mesh.core.store..")))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("java.sql..", "org.sqlite.."))
                    .because("the store is one small interface in the words of the domain");

    @ArchTest
    static final ArchRule http_stays_in_its_package =
            noClasses()
                    .that(not(resideInAPackage("mesh.core.http..")))
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.helidon.."))
                    .because("what a client may ask is CoreService, whoever carries it");

    @ArchTest
    static final ArchRule pure_rooms_import_nothing_but_the_language =
            classes()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "java.lang..",
                                    "java.util..",
                                    "java.time..",
                                    "java.math..",
                                    "mesh.protocol..",
                                    "mesh.auction.engine..",
                                    "mesh.auction.registry..",
                                    "mesh.core.engine..",
                                    "mesh.core.job.."))
                    .because("a decision is data; the shell around it does the I/O");

    @ArchTest
    static final ArchRule pure_rooms_get_the_time_as_an_argument =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Clock.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(InstantSource.class)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.concurrent..")
                    .because(
                            "the simulator drives these classes on a clock and threads of its own");

    @ArchTest
    static final ArchRule only_the_command_line_prints =
            noClasses()
                    .that(not(resideInAPackage("mesh.cli..")))
                    .should(ACCESS_STANDARD_STREAMS)
                    .because("a library that prints spoils --json");

    @ArchTest
    static final ArchRule nobody_sleeps =
            noClasses()
                    .that(not(resideInAPackage("mesh.cli..")))
                    .and()
                    .doNotHaveSimpleName("SleepHandler")
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", Duration.class)
                    .because(
                            "who waits waits on a condition with a bound; only the command line polls, and the"
                                    + " handler `sleep` sleeps");
}
