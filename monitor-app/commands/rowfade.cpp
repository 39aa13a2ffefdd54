// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/rowfade.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>

#include <algorithm>
#include <chrono>

namespace Spawn {

using namespace std::chrono_literals;

static constexpr qint64 Length = 1200;

RowFade::RowFade(QObject *parent) : QObject(parent)
{
    m_clock.start();
    m_timer.setInterval(50ms);
    connect(&m_timer, &QTimer::timeout, this, &RowFade::advance);
}

void RowFade::begin(const QList<quint64> &ids)
{
    if (QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0)
        return;
    for (const quint64 id : ids)
        m_begun.insert(id, m_clock.elapsed());
    if (!m_begun.isEmpty())
        m_timer.start();
}

double RowFade::strength(quint64 id) const
{
    const auto begun = m_begun.constFind(id);
    return begun == m_begun.cend()
        ? 0
        : std::clamp(1 - double(m_clock.elapsed() - *begun) / Length, 0.0, 1.0);
}

void RowFade::advance()
{
    const qint64 now = m_clock.elapsed();
    m_begun.removeIf([now](const auto &row) { return now - row.value() >= Length; });
    if (m_begun.isEmpty())
        m_timer.stop();
    Q_EMIT changed();
}

} // namespace Spawn
