package mesh.artemis.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.artemis.link.ArtemisLink;
import mesh.artemis.link.LinkConfiguration;
import mesh.protocol.NodeId;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// What a person sees, in a real browser, where one is installed.
@Timeout(120)
class ConsoleBrowserTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir static Path data;
    private static EmbeddedBroker broker;
    private static Console console;
    private static ArtemisLink node;

    @TempDir Path profile;
    private ChromeDriver browser;

    @BeforeAll
    static void start() {
        assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                "Chromium and its driver are not installed");
        broker = BrokerProbe.start(data);
        console =
                Console.start(
                        new ConsoleConfiguration(
                                "127.0.0.1",
                                0,
                                BrokerProbe.CONSOLE_USER,
                                BrokerProbe.CONSOLE_PASSWORD));
        node =
                ArtemisLink.connect(
                        new LinkConfiguration(
                                broker.inVmUrl(),
                                BrokerProbe.USER,
                                BrokerProbe.PASSWORD,
                                "worker n1"));
        node.subscribe(
                Source.assignments(
                        new NodeId("n1"),
                        Records.capabilities(java.util.Map.of("gpu", "2", "python", "3.11"))),
                _ -> List.of());
        node.send(List.of(Records.offer(1), Records.settlement("n1", "{}")));
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            node.close();
            console.close();
            broker.close();
        }
    }

    @BeforeEach
    void openBrowser() {
        var options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1600,1000",
                "--user-data-dir=" + profile);
        browser =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(DRIVER.toFile())
                                .withSilent(true)
                                .build(),
                        options);
    }

    @AfterEach
    void closeBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    private void logIn(String password) {
        browser.get(console.url());
        waiting()
                .until(
                        ExpectedConditions.elementToBeClickable(
                                By.cssSelector("#pf-login-username-id")))
                .sendKeys(BrokerProbe.CONSOLE_USER);
        browser.findElement(By.cssSelector("#pf-login-password-id")).sendKeys(password);
        browser.findElement(By.cssSelector("button[type=submit]")).click();
    }

    private WebDriverWait waiting() {
        return new WebDriverWait(browser, PATIENCE);
    }

    private String text() {
        return browser.findElement(By.tagName("body")).getText();
    }

    private void screenshot(String name) throws Exception {
        Files.write(
                Path.of("target").resolve(name + ".png"),
                browser.getScreenshotAs(OutputType.BYTES));
    }

    @Test
    void shows_the_queues_of_the_mesh_with_their_filters() throws Exception {
        logIn(BrokerProbe.CONSOLE_PASSWORD);
        waiting().until(_ -> browser.getCurrentUrl().contains("/artemis"));
        waiting()
                .until(ExpectedConditions.elementToBeClickable(By.xpath("//*[text()='Queues']")))
                .click();
        waiting().until(_ -> text().contains("mesh.offers"));
        // There are more queues than fit on the first page.
        browser.findElement(By.xpath("//*[text()='Search']/preceding::input[1]"))
                .sendKeys("assignments");
        browser.findElement(By.xpath("//*[text()='Search']")).click();
        waiting().until(_ -> text().contains("mesh.assignments.n1"));
        screenshot("console-queues");
        assertThat(text()).contains("node = 'n1'", "cap_gpu");
    }

    @Test
    void keeps_out_who_does_not_know_the_password() throws Exception {
        logIn("not the password");
        waiting().until(_ -> text().contains("Invalid login credentials"));
        screenshot("console-wrong-password");
        assertThat(text()).doesNotContain("mesh.offers");
        assertThat(browser.getCurrentUrl()).endsWith("/login");
    }
}
