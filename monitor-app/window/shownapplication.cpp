// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/shownapplication.h"

#include "window/monitoredapplication.h"

#include <QtCore/QDateTime>

#include <chrono>
#include <utility>

namespace Spawn {

using namespace std::chrono_literals;

ShownApplication::ShownApplication(MonitoredApplication *source, Clock clock, QObject *parent)
    : QObject(parent), m_source(source),
      m_clock(clock ? std::move(clock) : Clock(&QDateTime::currentMSecsSinceEpoch))
{
    source->setParent(this);
    connect(source, &MonitoredApplication::reset, this, [this] {
        m_tally.reset(m_source->snapshot());
        if (m_paused) {
            m_resetPending = true;
            ++m_heldBack;
            return;
        }
        showAnew();
    });
    connect(source, &MonitoredApplication::changed, this, &ShownApplication::take);
    connect(source, &MonitoredApplication::answered, this, &ShownApplication::takeAnswer);
    connect(source, &MonitoredApplication::disconnected, this, &ShownApplication::cutOff);

    m_rowsTimer.setSingleShot(true);
    m_rowsTimer.setInterval(100ms);
    connect(&m_rowsTimer, &QTimer::timeout, this, &ShownApplication::showRows);
    m_figuresTimer.setInterval(500ms);
    connect(&m_figuresTimer, &QTimer::timeout, this, &ShownApplication::showFigures);
    m_sampleTimer.setInterval(1s);
    connect(&m_sampleTimer, &QTimer::timeout, this, &ShownApplication::takeSample);
    m_refusalTimer.setSingleShot(true);
    m_refusalTimer.setInterval(10s);
    connect(&m_refusalTimer, &QTimer::timeout, this, [this] { takeAnswer({}, {}); });
    m_figuresTimer.start();
    m_sampleTimer.start();
    m_tally.reset(source->snapshot());
    showAnew();
}

ShownApplication::~ShownApplication() = default;

// Not a copy while it lives: with the first change after one, all commands would be copied.
const SpawnerSnapshot &ShownApplication::snapshot() const
{
    return stands() ? m_shown.snapshot : m_source->snapshot();
}

bool ShownApplication::isControlAllowed() const
{
    return m_source->isControlAllowed();
}

QString ShownApplication::refusalOf(const ShownApplication *application)
{
    if (application == nullptr)
        return QStringLiteral("No application is attached");
    if (application->isCutOff())
        return QStringLiteral("The connection is cut off");
    if (!application->isControlAllowed())
        return QStringLiteral("%1 does not allow it").arg(application->snapshot().application);
    return {};
}

qint64 ShownApplication::now() const
{
    return m_stood != 0 ? m_stood : m_clock();
}

void ShownApplication::take(const QList<quint64> &ids)
{
    m_tally.change(m_source->snapshot(), ids);
    const int changes = std::max(1, int(ids.size()));
    m_changes += changes;
    m_pending.unite(QSet<quint64>(ids.begin(), ids.end()));
    if (m_paused)
        m_heldBack += changes;
    else if (!m_rowsTimer.isActive())
        m_rowsTimer.start();
}

void ShownApplication::showRows()
{
    if (stands())
        return;
    const QSet<quint64> ids = std::exchange(m_pending, {});
    Q_EMIT rowsChanged(QList<quint64>(ids.begin(), ids.end()));
}

void ShownApplication::showFigures()
{
    if (!stands())
        judge();
    Q_EMIT figuresChanged();
}

void ShownApplication::judge()
{
    m_shown.health = healthOf(snapshot(), m_tally, now(), m_shown.health);
    m_shown.attention = attentionOf(snapshot(), m_tally, now());
}

void ShownApplication::showAnew()
{
    m_pending.clear();
    m_resetPending = false;
    if (m_history.isEmpty())
        m_history.append(snapshot(), m_tally, now());
    m_shown.history = m_history;
    judge();
    Q_EMIT reset();
}

void ShownApplication::takeSample()
{
    m_changesPerSecond = std::exchange(m_changes, 0);
    if (isCutOff())
        return;
    m_history.append(m_source->snapshot(), m_tally, m_clock());
    if (m_paused)
        return;
    m_shown.history = m_history;
    Q_EMIT sampled();
}

void ShownApplication::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    m_paused = paused;
    if (!isCutOff()) {
        m_stood = paused ? m_clock() : 0;
        m_shown.snapshot = paused ? m_source->snapshot() : SpawnerSnapshot();
    }
    if (!paused) {
        m_heldBack = 0;
        m_shown.history = m_history;
        if (m_resetPending)
            showAnew();
        else
            showRows();
        Q_EMIT sampled();
    }
    Q_EMIT stateChanged();
}

void ShownApplication::request(const QString &what, const QList<quint64> &ids, int signalNumber)
{
    if (!isCutOff())
        m_source->request(what, ids, signalNumber);
}

void ShownApplication::requestOfPool(const QString &what, quint64 pool, const QString &program,
                                     const QList<quint64> &workers)
{
    if (!isCutOff())
        m_source->requestOfPool(what, pool, program, workers);
}

void ShownApplication::requestOfRunner(const QString &what, quint64 runner, const QString &script,
                                       const QList<quint64> &jobs)
{
    if (!isCutOff())
        m_source->requestOfRunner(what, runner, script, jobs);
}

void ShownApplication::requestOfCluster(const QString &what, quint64 cluster)
{
    if (!isCutOff())
        m_source->requestOfCluster(what, cluster);
}

void ShownApplication::takeAnswer(const QString &what, const QString &error)
{
    m_refusal
        = error.isEmpty() ? QString() : QStringLiteral("“%1” was refused: %2").arg(what, error);
    if (!error.isEmpty())
        m_refusalTimer.start();
    Q_EMIT stateChanged();
}

void ShownApplication::cutOff(const QString &reason)
{
    if (isCutOff())
        return;
    showRows(); // the last changes are true
    if (!m_paused)
        m_shown.snapshot = m_source->snapshot();
    m_cutOff = m_clock();
    if (m_stood == 0)
        m_stood = m_cutOff;
    m_cutOffReason = reason;
    m_figuresTimer.stop();
    m_sampleTimer.stop();
    Q_EMIT stateChanged();
}

} // namespace Spawn
