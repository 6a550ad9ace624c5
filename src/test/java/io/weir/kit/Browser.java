package io.weir.kit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium of its own with an empty profile. For one thread. */
public final class Browser implements AutoCloseable {
    /** It warns of each version of Chromium whose own protocol it has no classes for, which nobody needs here. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** @return a browser with one empty window */
    public static Browser start() {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Program.CHROMIUM.path());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(Program.CHROMEDRIVER.path()))
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        return new Browser(driver);
    }

    /**
     * Opens the dashboard of a node in the window in use.
     *
     * @param admin where its admin port is
     */
    public void open(InetSocketAddress admin) {
        driver.get("http://" + admin.getHostString() + ":" + admin.getPort() + "/");
    }

    /** @return the handle of another window, which is in use from now on */
    public String another() {
        driver.switchTo().newWindow(WindowType.WINDOW);
        return driver.getWindowHandle();
    }

    /** @return the handle of the window in use */
    public String window() {
        return driver.getWindowHandle();
    }

    /**
     * Goes to a window.
     *
     * @param handle the window's
     */
    public void use(String handle) {
        driver.switchTo().window(handle);
    }

    /** @return the address of the page */
    public String address() {
        return driver.getCurrentUrl();
    }

    /** @return the page's title */
    public String title() {
        return driver.getTitle();
    }

    /** Loads the page again. */
    public void reload() {
        driver.navigate().refresh();
    }

    /**
     * The text that is seen.
     *
     * @param css of the first element that is meant
     * @return empty where there is none
     */
    public String text(String css) {
        try {
            List<WebElement> found = driver.findElements(By.cssSelector(css));
            return found.isEmpty() ? "" : found.getFirst().getText();
        } catch (StaleElementReferenceException e) {
            return "";
        }
    }

    /**
     * Waits for a text to be seen.
     *
     * @param css where
     * @param part of the text
     * @param seconds stretched before use
     */
    public void await(String css, String part, double seconds) {
        try {
            Patience.until("\"" + part + "\" in " + css, seconds)
                    .until(() -> text(css).contains(part));
        } catch (RuntimeException e) {
            throw new AssertionError("the page shows:\n" + text("body") + "\n" + log(), e);
        }
    }

    /**
     * Clicks, once it can be clicked: a page that is painted anew has another element there, and a dialog that is just
     * closed still lies over it for a moment.
     *
     * @param css of what
     */
    public void click(String css) {
        Patience.until("a click at " + css, 5).until(() -> {
            try {
                driver.findElement(By.cssSelector(css)).click();
                return true;
            } catch (NoSuchElementException | StaleElementReferenceException | ElementNotInteractableException notYet) {
                return false;
            }
        });
    }

    /**
     * Presses keys, wherever the focus is.
     *
     * @param keys text, or {@link Keys}
     */
    public void press(CharSequence... keys) {
        Patience.until("a focus that takes keys", 5).until(() -> {
            try {
                driver.switchTo().activeElement().sendKeys(keys);
                return true;
            } catch (StaleElementReferenceException paintedAnew) {
                return false;
            }
        });
    }

    /**
     * Goes from control to control as who has no mouse.
     *
     * @param label of the control to come to: its {@code aria-label}, or else its text
     */
    public void tabTo(String label) {
        for (int i = 0; i < 200; i++) {
            try {
                WebElement at = driver.switchTo().activeElement();
                String name = at.getDomAttribute("aria-label");
                if (label.equals(name) || (name == null && label.equals(at.getText()))) {
                    return;
                }
                at.sendKeys(Keys.TAB);
            } catch (StaleElementReferenceException paintedAnew) {
                // What has the focus now is asked next
            }
        }
        throw new AssertionError("no way by the Tab key to " + label);
    }

    /**
     * Runs a script in the page.
     *
     * @param script its text; {@code return} gives the result, or a promise of it
     * @param arguments of it
     * @return the result
     */
    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /**
     * Makes the window look like a device's.
     *
     * @param width of the view in pixels
     * @param height the same
     * @param dark whether its user likes it dark
     */
    public void look(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /**
     * What axe-core finds wrong for people who see, hear or move otherwise. What it finds only while the page fades from one
     * look to another, or is painted anew below it, is nothing that anybody meets: so it must find it three times.
     *
     * @return a line a rule that is broken
     */
    public List<?> barriers() {
        List<?> found = axe();
        for (int again = 0; again < 2 && !found.isEmpty(); again++) {
            Pace.pause(Duration.ofMillis(400));
            found = axe();
        }
        return found;
    }

    private List<?> axe() {
        driver.executeScript(resource("axe.min.js"));
        return (List<?>) driver.executeScript("return axe.run(document, {resultTypes: ['violations']}).then(found =>"
                + " found.violations.map(each => each.id + ': ' + each.help + ' ' + each.nodes.map(node =>"
                + " node.html + ' ' + node.failureSummary).join(' ')));");
    }

    /** @return what scripts and the browser's policies complained of since the last time; requests that failed are not in it */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("Failed to load resource"))
                .toList();
    }

    private String log() {
        return String.join("\n", complaints());
    }

    /**
     * Keeps a picture of what is seen.
     *
     * @param to a file
     */
    public void picture(Path to) {
        try {
            Files.write(to, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Browser.class.getClassLoader().getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
