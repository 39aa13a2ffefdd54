// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/jobarguments.h"

#include "optionvalue.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QThread>

#include <algorithm>

namespace Spawn {

static const char Description[]
    = "Runs a job, a script with a payload, and writes what it answers to the standard output.\n\n"
      "SCRIPT is JavaScript with \"module.exports = function (payload, callback) {…}\", a "
      "JobPlugin\n"
      "or a program that serves jobs. PAYLOAD and the answer are JSON. What the script itself\n"
      "writes goes to the standard error, as errors do. With --lines the answers come in the "
      "order\n"
      "of the lines; of a job that failed there is none but its error.\n"
      "Ctrl-C cancels all jobs, a second one kills them at once.\n\n"
      "Exit status: 0 all jobs succeeded, 1 some did not or something could not be read or\n"
      "written, 2 bad usage or input (nothing was run), 3 the helper could not be started, 130\n"
      "interrupted by Ctrl-C.";

static QCommandLineOption flag(const char *name, const char *text)
{
    return QCommandLineOption(QLatin1String(name), QString::fromUtf8(text));
}

static QCommandLineOption setting(const char *name, const char *valueName, const char *text)
{
    return QCommandLineOption(QLatin1String(name), QString::fromUtf8(text),
                              QLatin1String(valueName));
}

namespace {

struct Declared
{
    QCommandLineOption string = flag("string", "PAYLOAD, or a line, is a text and not JSON.");
    QCommandLineOption lines = flag("lines", "Run a job for each line of the standard input.");
    QCommandLineOption repeat = setting("repeat", "N", "Run the job <N> times.");
    QCommandLineOption workers
        = setting("workers", "N", "Run <N> jobs at a time; default: one for each processor.");
    QCommandLineOption uses
        = setting("uses", "N", "End a worker after <N> jobs; default: 1, a process for each job.");
    QCommandLineOption timeout
        = setting("timeout", "T", "End a job that runs longer than <T>: 30, 30s, 500ms, 2m.");
    QCommandLineOption retries
        = setting("retries", "N", "Try a job that fails again, at most <N> times; default: 0.");
    QCommandLineOption retryDelay = setting(
        "retry-delay", "T", "Wait <T> before that, twice as long each time; default: 100ms.");
    QCommandLineOption nice = setting("nice", "N", "Run jobs with this nice level, -20 to 19.");
    QCommandLineOption lockFile = setting(
        "lock-file", "FILE", "Hold <FILE> while a job runs; one that cannot have it fails.");
    QCommandLineOption engine
        = setting("engine", "ENGINE",
                  "What runs JavaScript: node, or qml, which is Qt's; default: node if "
                  "there is one.");
    QCommandLineOption scriptDirectory
        = setting("script-directory", "DIR", "Where SCRIPT is; default: the working directory.");
    QCommandLineOption preload = setting("preload", "NAME=PATH",
                                         "Make the module of this path a global of the script; "
                                         "may be given several times.");
    QCommandLineOption eval
        = setting("eval", "SOURCE", "Run the text of a module or a function, and no SCRIPT.");
    QCommandLineOption progress
        = flag("progress",
               "Write what jobs tell before they end to the standard error, a line of "
               "JSON each.");
    QCommandLineOption json = flag(
        "json", "Write the whole result of each job, of failed ones too, in place of its value.");
    QCommandLineOption pretty
        = flag("pretty", "Write JSON on several lines; default: for one job, on a terminal.");
    QCommandLineOption raw = flag("raw", "Write a string as it is, without quotes.");
    QCommandLineOption help{{QStringLiteral("h"), QStringLiteral("help")},
                            QStringLiteral("Show this text.")};

    QList<QCommandLineOption> all() const
    {
        return {string, lines,    repeat, workers,         uses,    timeout, retries,  retryDelay,
                nice,   lockFile, engine, scriptDirectory, preload, eval,    progress, json,
                pretty, raw,      help};
    }
};

// What is wrong first is what is told.
class Reading final
{
public:
    Reading(const QCommandLineParser &parser, JobArguments *result)
        : m_parser(parser), m_request(result->request), m_error(result->error)
    {
    }

    void readAll()
    {
        readFlags();
        readLimits();
        readScript();
        readEngine();
        readPreloads();
        if (m_request.lines && m_parser.isSet(m_declared.repeat))
            fail(QStringLiteral("--lines and --repeat exclude each other"));
        if (m_request.lines && m_request.payload)
            fail(QStringLiteral("--lines reads the payloads from the standard input; what is "
                                "\"%1\"?")
                     .arg(*m_request.payload));
        if (m_request.json && m_request.raw)
            fail(QStringLiteral("--json and --raw exclude each other"));
    }

private:
    void fail(const QString &error)
    {
        if (m_error.isEmpty())
            m_error = error;
    }
    std::optional<int> number(const QCommandLineOption &option, NumberRange range)
    {
        return numberOption(m_parser, option, range, &m_error);
    }
    void readFlags();
    void readLimits();
    void readScript();
    void readEngine();
    void readPreloads();

    const Declared m_declared;
    const QCommandLineParser &m_parser;
    JobRequest &m_request;
    QString &m_error;
};

void Reading::readFlags()
{
    m_request.payloadIsText = m_parser.isSet(m_declared.string);
    m_request.lines = m_parser.isSet(m_declared.lines);
    m_request.json = m_parser.isSet(m_declared.json);
    m_request.pretty = m_parser.isSet(m_declared.pretty);
    m_request.raw = m_parser.isSet(m_declared.raw);
    m_request.progress = m_parser.isSet(m_declared.progress);
}

void Reading::readLimits()
{
    JobOptions &options = m_request.options;
    m_request.repeatCount = number(m_declared.repeat, {1}).value_or(1);
    m_request.workerCount
        = number(m_declared.workers, {1}).value_or(std::max(1, QThread::idealThreadCount()));
    options.maxUseCount = number(m_declared.uses, {1});
    options.timeout = durationOption(m_parser, m_declared.timeout, &m_error);
    options.retryLimit = number(m_declared.retries, {0});
    options.retryDelay = durationOption(m_parser, m_declared.retryDelay, &m_error);
    options.niceLevel = number(m_declared.nice, {-20, 19});
    if (m_parser.isSet(m_declared.lockFile))
        options.lockFile = m_parser.value(m_declared.lockFile);
    if (m_parser.isSet(m_declared.scriptDirectory))
        options.scriptDirectory = m_parser.value(m_declared.scriptDirectory);
}

void Reading::readScript()
{
    QStringList words = m_parser.positionalArguments();
    if (m_parser.isSet(m_declared.eval)) {
        m_request.options.inlineSource = m_parser.value(m_declared.eval);
        m_request.script = QStringLiteral("[eval]"); // as Node names it
    } else if (!words.isEmpty()) {
        m_request.script = words.takeFirst();
    }
    if (m_request.script.isEmpty())
        fail(QStringLiteral("SCRIPT is missing"));
    if (!words.isEmpty())
        m_request.payload = words.takeFirst();
    if (!words.isEmpty())
        fail(QStringLiteral("one PAYLOAD at most; what is \"%1\"?").arg(words.first()));
}

void Reading::readEngine()
{
    if (!m_parser.isSet(m_declared.engine))
        return;
    const QString name = m_parser.value(m_declared.engine);
    if (name == QLatin1String("node"))
        m_request.options.scriptEngine = JobOptions::ScriptEngine::Node;
    else if (name == QLatin1String("qml"))
        m_request.options.scriptEngine = JobOptions::ScriptEngine::Qml;
    else
        fail(QStringLiteral("--engine takes node or qml, not \"%1\"").arg(name));
}

void Reading::readPreloads()
{
    QMap<QString, QString> preloads;
    for (const QString &word : m_parser.values(m_declared.preload)) {
        const qsizetype end = word.indexOf(u'=');
        if (end <= 0 || end + 1 == word.size())
            fail(QStringLiteral("--preload takes NAME=PATH, not \"%1\"").arg(word));
        preloads.insert(word.left(end), word.mid(end + 1));
    }
    if (!preloads.isEmpty())
        m_request.options.preloads = preloads;
}

} // namespace

JobArguments parseJobArguments(const QStringList &arguments)
{
    const Declared declared;
    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromUtf8(Description));
    parser.addOptions(declared.all());
    parser.addPositionalArgument(QStringLiteral("SCRIPT"),
                                 QStringLiteral("The file, with its suffix or without."),
                                 QStringLiteral("SCRIPT"));
    parser.addPositionalArgument(
        QStringLiteral("PAYLOAD"),
        QStringLiteral("JSON; - reads it from the standard input; default: "
                       "null. After -- if it begins with -."),
        QStringLiteral("[PAYLOAD]"));

    JobArguments result;
    // The parser drops the first argument as the program's name.
    if (!parser.parse(QStringList{QStringLiteral("spawn-monitor job")} + arguments)) {
        result.error = parser.errorText();
        return result;
    }
    if (parser.isSet(declared.help)) {
        // The parser's own first line leaves out the sub-command.
        const QString text = parser.helpText();
        result.help = QStringLiteral("Usage: spawn-monitor job [options] SCRIPT [PAYLOAD]\n"
                                     "       spawn-monitor job [options] --eval SOURCE [PAYLOAD]")
            + text.mid(text.indexOf(u'\n'));
        return result;
    }
    Reading(parser, &result).readAll();
    return result;
}

} // namespace Spawn
