// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/jobcommand.h"

#include "complaint.h"
#include "exitstatus.h"
#include "job/answeroutput.h"
#include "job/inputlines.h"
#include "job/jobarguments.h"
#include "job/jobbatch.h"
#include "job/jobresultjson.h"
#include "job/payload.h"
#include "job/valuetext.h"
#include "terminal.h"

#include <spawner/signalsource.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QLoggingCategory>

#include <csignal>
#include <memory>
#include <unistd.h>

namespace Spawn {

// So many lines are read ahead of the first one whose answer has not been written.
static constexpr qsizetype MostUntold = 1000;

namespace {

// Jobs from the first to the last.
class Jobs final
{
public:
    Jobs(const JobRequest &request, const QJsonValue &payload);
    int exec();

private:
    void connectAll();
    void feed();
    void feedLines();
    void showEnded(qint64 number, const JobResult &result);
    void showError(qint64 number, const JobResult &result);
    void interrupt(int signalNumber);
    void giveUp(int status, const QString &error = {});
    void endWhenDone();

    const JobRequest m_request;
    const QJsonValue m_payload;
    AnswerOutput m_out;
    ValueStyle m_style;
    AsyncSpawner m_spawner;
    std::unique_ptr<JobRunner> m_runner;
    std::unique_ptr<JobBatch> m_batch;
    std::unique_ptr<InputLines> m_in;
    QString m_lastTrouble;
    int m_status = AllSucceeded;
    bool m_isGivenUp = false;
    bool m_isClosing = false;
};

Jobs::Jobs(const JobRequest &request, const QJsonValue &payload)
    : m_request(request), m_payload(payload),
      m_runner(std::make_unique<JobRunner>(&m_spawner, request.options)),
      m_batch(std::make_unique<JobBatch>(m_runner.get(), request.script))
{
    m_style.raw = request.raw;
    m_style.pretty = request.pretty || (request.isOneJob() && m_out.isTerminal());
    m_runner->setMaxWorkerCount(request.workerCount);
    if (request.lines)
        m_in = std::make_unique<InputLines>(STDIN_FILENO);
    connectAll();
}

void Jobs::connectAll()
{
    QObject::connect(m_batch.get(), &JobBatch::ended, m_batch.get(),
                     [this](qint64 number, const JobResult &result) {
                         showEnded(number, result);
                         feed();
                     });
    if (m_request.progress)
        QObject::connect(
            m_batch.get(), &JobBatch::progress, m_batch.get(),
            [](const QJsonValue &value) { writeFully(STDERR_FILENO, valueText(value)); });
    if (m_in)
        QObject::connect(m_in.get(), &InputLines::readyRead, m_batch.get(), [this] { feed(); });
    QObject::connect(m_runner.get(), &JobRunner::errorOccurred, m_batch.get(),
                     [this](const QString &text) {
                         m_lastTrouble = text;
                         if (!m_isGivenUp)
                             complain(text);
                     });
    QObject::connect(m_runner.get(), &JobRunner::closed, QCoreApplication::instance(),
                     &QCoreApplication::quit);
    QObject::connect(&m_spawner, &AsyncSpawner::error, m_batch.get(),
                     [this](const SpawnerError &error) { giveUp(NoHelper, error.text); });
}

int Jobs::exec()
{
    SignalSource signalSource({SIGINT, SIGTERM});
    QObject::connect(&signalSource, &SignalSource::received, m_batch.get(),
                     [this](int signalNumber) { interrupt(signalNumber); });
    feed();
    QCoreApplication::exec();
    m_runner.reset(); // kills what a second signal has not waited for
    return m_status;
}

void Jobs::feed()
{
    if (m_in)
        feedLines();
    else
        while (!m_isGivenUp && m_batch->untoldCount() < MostUntold
               && m_batch->lastNumber() < m_request.repeatCount)
            m_batch->run(m_payload);
    endWhenDone();
}

void Jobs::feedLines()
{
    while (!m_isGivenUp && m_batch->untoldCount() < MostUntold) {
        const std::optional<QByteArray> line = m_in->takeLine();
        if (!line)
            break;
        const Payload payload
            = m_request.payloadIsText ? payloadOfText(*line) : payloadOfJson(*line);
        if (payload.error.isEmpty()) {
            m_batch->run(payload.value);
            continue;
        }
        m_batch->skip();
        complain(QStringLiteral("line %1 %2").arg(m_batch->lastNumber()).arg(payload.error));
        m_status = SomeFailed;
    }
    if (m_in->atEnd() && m_in->error() != 0)
        giveUp(SomeFailed,
               QStringLiteral("cannot read the standard input: ") + qt_error_string(m_in->error()));
}

void Jobs::showEnded(qint64 number, const JobResult &result)
{
    if (!result.isSuccess() && !m_isGivenUp)
        m_status = SomeFailed;
    QByteArray text;
    if (m_request.json) {
        QJsonObject object = jobResultJson(result);
        if (m_request.lines)
            object.insert(QStringLiteral("line"), number);
        text = valueText(object, m_style);
    } else if (result.isSuccess()) {
        text = valueText(result.value, m_style);
    } else if (!m_isGivenUp) {
        showError(number, result);
    }
    if (const int error = m_out.write(text); error != 0)
        giveUp(SomeFailed,
               QStringLiteral("cannot write the standard output: ") + qt_error_string(error));
}

void Jobs::showError(qint64 number, const JobResult &result)
{
    if (m_request.lines)
        complain(QStringLiteral("line %1: %2").arg(number).arg(result.errorString()));
    else if (m_request.repeatCount > 1)
        complain(QStringLiteral("job %1: %2").arg(number).arg(result.errorString()));
    else if (result.errorString() != m_lastTrouble) // and has been told
        complain(m_request.script + QStringLiteral(": ") + result.errorString());
}

void Jobs::interrupt(int signalNumber)
{
    if (m_isGivenUp)
        QCoreApplication::quit();
    else
        giveUp(InterruptedBase + signalNumber);
}

// Each job still has its end, but only the first reason counts.
void Jobs::giveUp(int status, const QString &error)
{
    if (m_isGivenUp)
        return;
    m_isGivenUp = true;
    m_status = status;
    if (!error.isEmpty())
        complain(error);
    m_batch->cancelAll();
    endWhenDone();
}

void Jobs::endWhenDone()
{
    const bool isFed
        = m_in ? m_in->atEnd() : m_batch->lastNumber() >= qint64(m_request.repeatCount);
    if ((!isFed && !m_isGivenUp) || m_batch->untoldCount() > 0 || m_isClosing)
        return;
    m_isClosing = true;
    m_runner->close(JobRunner::CloseMode::Drain);
}

} // namespace

// What is to be run with, or nothing after a complaint.
static std::optional<QJsonValue> payloadOf(const JobRequest &request)
{
    if (!request.payload)
        return QJsonValue();
    QString name = QStringLiteral("PAYLOAD");
    QByteArray text = request.payload->toUtf8();
    if (text == "-") {
        name = QStringLiteral("the standard input");
        QFile in;
        const bool isOpen = in.open(STDIN_FILENO, QIODevice::ReadOnly);
        text = isOpen ? in.readAll() : QByteArray();
        if (!isOpen || in.error() != QFileDevice::NoError) {
            complain(QStringLiteral("cannot read the standard input: ") + in.errorString());
            return std::nullopt;
        }
    }
    const Payload payload = request.payloadIsText ? payloadOfText(text) : payloadOfJson(text);
    if (payload.error.isEmpty())
        return payload.value;
    complain(name + u' ' + payload.error);
    if (!request.payloadIsText)
        complain(QStringLiteral("--string takes it as a text"));
    return std::nullopt;
}

int jobCommand(const QStringList &arguments)
{
    const JobArguments parsed = parseJobArguments(arguments);
    if (!parsed.help.isEmpty())
        return writeFully(STDOUT_FILENO, parsed.help.toUtf8()) == 0 ? AllSucceeded : SomeFailed;
    if (!parsed.error.isEmpty()) {
        complain(parsed.error);
        complain(QStringLiteral("see spawn-monitor job --help"));
        return BadUsage;
    }
    const std::optional<QJsonValue> payload = payloadOf(parsed.request);
    // What it warns of is told as a result.
    QLoggingCategory::setFilterRules(QStringLiteral("spawn.jobs.warning=false"));
    return payload ? Jobs(parsed.request, *payload).exec() : BadUsage;
}

} // namespace Spawn
