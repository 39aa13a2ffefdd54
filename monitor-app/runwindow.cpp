// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runwindow.h"

#include "runner.h"
#include "runreport.h"
#include "runsteps.h"
#include "window/mainwindow.h"

#include <QtCore/QEvent>

namespace Spawn {

RunWindow::RunWindow(Runner *runner, RunReport *report, MainWindow *window, QObject *parent)
    : QObject(parent), m_runner(runner), m_report(report), m_window(window)
{
    window->installEventFilter(this);
    // Queued: the run may end before the event loop that it is to end has begun.
    connect(runner, &Runner::finished, this, &RunWindow::takeEnd, Qt::QueuedConnection);
}

void RunWindow::interrupt(int signalNumber)
{
    if (m_status)
        m_window->close();
    else
        m_runner->interrupt(signalNumber);
}

int RunWindow::conclude()
{
    if (!m_status)
        m_status = concludeRun(*m_runner, *m_report);
    return *m_status;
}

bool RunWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_window && event->type() == QEvent::Close && m_status)
        Q_EMIT over();
    return QObject::eventFilter(watched, event);
}

static QString endText(const Runner &runner)
{
    const RunCounts counts = runner.counts();
    const QString how = runner.helperError().isEmpty()
        ? QStringLiteral("%1 of %2 commands succeeded").arg(counts.succeeded).arg(counts.total)
        : QStringLiteral("without a helper");
    return QStringLiteral("The run has ended: %1. Close the window to leave.").arg(how);
}

void RunWindow::takeEnd()
{
    conclude();
    if (!m_window->isVisible()) {
        Q_EMIT over();
        return;
    }
    m_window->setNote(endText(*m_runner));
    if (m_runner->interruptSignal() != 0)
        m_window->close();
}

} // namespace Spawn
