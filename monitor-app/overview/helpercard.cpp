// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/helpercard.h"

#include "models/quantity.h"
#include "widgets/curve.h"

#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace Spawn {

static constexpr int CurveTop = 212;
static constexpr int CurveHeight = 20;

HelperCard::HelperCard(QWidget *parent)
    : RowsCard(QStringLiteral("Helper"), 24, parent), m_curve(new Curve(CurveHeight, this))
{
    m_curve->setAccessibleName(QStringLiteral("CPU of the helper, last 60 s"));
    m_curve->setLineWidth(1.4);
    m_curve->setShowsDot(false);
    m_curve->setFloor(0.01);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(Padding, CurveTop, Padding, 0);
    layout->addWidget(m_curve);
    layout->addStretch();
}

static void showState(Card *card, AsyncSpawner::State state)
{
    switch (state) {
    case AsyncSpawner::State::NotRunning:
        card->setFact(QStringLiteral("Not running"));
        break;
    case AsyncSpawner::State::Starting:
        card->setFact(QStringLiteral("Starting"), {Glyph::HalfRing, Tone::Accent});
        break;
    case AsyncSpawner::State::Running:
        card->setFact(QStringLiteral("Running"), {Glyph::Triangle, Tone::Accent});
        break;
    case AsyncSpawner::State::Restarting:
        card->setFact(QStringLiteral("Restarting"), {Glyph::WarningSign, Tone::Warn});
        break;
    case AsyncSpawner::State::Failed:
        card->setFact(QStringLiteral("Failed"), {Glyph::CriticalSign, Tone::Fail});
        break;
    }
}

void HelperCard::setHelper(const SpawnerSnapshot &snapshot, qint64 now)
{
    const HelperSnapshot &helper = snapshot.helper;
    showState(this, helper.state);
    constexpr qint64 day = 24 * 3600 * 1000;
    const auto restarts = std::count_if(
        snapshot.restarts.begin(), snapshot.restarts.end(), [now](const RestartSnapshot &restart) {
            return restart.exit.time.toMSecsSinceEpoch() > now - day;
        });
    const auto latency = [](std::chrono::microseconds value) {
        return value.count() < 0 ? QString() : durationText(value);
    };
    setRows({
        {{},
         QStringLiteral("Process"),
         helper.processId > 0 ? QString::number(helper.processId) : QString()},
        {{},
         QStringLiteral("Up"),
         helper.processId > 0 && helper.started > 0
             ? spanText(std::chrono::milliseconds(now - helper.started))
             : QString()},
        {{},
         QStringLiteral("Memory"),
         helper.residentMemory < 0 ? QString() : byteCountText(helper.residentMemory)},
        {{},
         QStringLiteral("Start latency p50"),
         latency(helper.startLatencyMedian),
         QStringLiteral("From being sent to the helper to the clone, of the last commands")},
        {{}, QStringLiteral("Start latency p99"), latency(helper.startLatencyP99)},
        {{}, QStringLiteral("Restarts, 24 h"), countText(quint64(restarts))},
        {{},
         QStringLiteral("CPU"),
         helper.processorShare < 0 ? QString() : percentText(helper.processorShare)},
    });
}

void HelperCard::setSamples(const QList<Sample> &samples)
{
    QList<double> values;
    for (const Sample &sample : samples)
        values += sample.processorShare;
    m_curve->setValues(values, 60);
}

} // namespace Spawn
