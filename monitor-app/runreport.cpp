// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runreport.h"

#include "models/progresstext.h"
#include "models/resulttable.h"
#include "models/terminaltext.h"
#include "resultjson.h"
#include "terminal.h"

#include <unistd.h>

namespace Spawn {

RunReport::RunReport(const RunOptions &options, Runner *runner, QObject *parent)
    : QObject(parent), m_options(options), m_runner(runner), m_progressLine(STDERR_FILENO),
      m_drawsProgress(m_progressLine.isTerminal())
{
    runner->setLogger(this);
    connect(runner, &Runner::commandEnded, this, &RunReport::commandEnded);
    if (m_drawsProgress) {
        connect(&m_redraw, &QTimer::timeout, this, &RunReport::showProgress);
        m_redraw.start(std::chrono::milliseconds(100));
    }
}

RunReport::~RunReport()
{
    m_runner->setLogger(nullptr);
}

bool RunReport::isEnabled(QtMsgType type, QByteArrayView) const
{
    // What is critical is the runner's helperError() as well.
    return type == QtWarningMsg;
}

void RunReport::log(QtMsgType, QByteArrayView, const QString &message, const QJsonObject &)
{
    m_progressLine.clear();
    writeFully(STDERR_FILENO, "spawn-monitor: " + printableText(message.toUtf8()).toUtf8() + '\n');
}

void RunReport::showProgress()
{
    m_progressLine.show(progressText(m_runner->counts(), m_runner->elapsed()));
}

void RunReport::write(QByteArrayView bytes)
{
    // After the first failure the rest would be a torn text.
    if (m_writeError != 0)
        return;
    m_progressLine.clear();
    m_writeError = writeFully(STDOUT_FILENO, bytes);
}

static QByteArray outputText(const CommandOutcome &outcome)
{
    QByteArray text = QStringLiteral("==> line %1: ").arg(outcome.line).toUtf8()
        + commandText(outcome.argv).toUtf8() + '\n';
    for (const QByteArray &output : {outcome.result.standardOutput, outcome.result.standardError}) {
        text += output;
        if (!output.isEmpty() && !output.endsWith('\n'))
            text += '\n';
    }
    return text;
}

void RunReport::commandEnded(const CommandOutcome &outcome)
{
    if (m_options.json)
        write(outcomeJson(outcome, m_options.output));
    else if (m_options.output)
        write(outputText(outcome));
    if (!m_drawsProgress) {
        writeFully(STDERR_FILENO, endedText(m_runner->counts(), outcome).toUtf8() + '\n');
    }
}

void RunReport::conclude()
{
    m_redraw.stop();
    m_progressLine.clear();
    if (m_options.json) {
        write(summaryJson({m_runner->counts(), m_runner->elapsed(), m_runner->helperError(),
                           m_runner->interruptSignal()}));
        return;
    }
    // Without a helper there is one thing to say, and the table would say it in each of its rows.
    if (!m_runner->helperError().isEmpty() && !m_runner->hasRun())
        return;
    if (m_runner->counts().ended() == m_runner->counts().total && m_runner->counts().total > 0) {
        if (m_options.output)
            write("\n");
        write(resultTable(m_runner->outcomes(), terminalWidth(STDOUT_FILENO)));
    }
    write(summaryText(m_runner->counts(), m_runner->elapsed()));
}

} // namespace Spawn
