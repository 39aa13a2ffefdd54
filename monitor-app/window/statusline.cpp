// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/statusline.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/momenttext.h"
#include "models/quantity.h"
#include "window/shownapplication.h"

#include <QtGui/QPainter>

namespace Spawn {

StatusLine::StatusLine(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(28);
    setAccessibleName(QStringLiteral("Status"));
    setApplication(nullptr);
}

void StatusLine::setApplication(const ShownApplication *application)
{
    m_facts.clear();
    m_right.clear();
    m_refusal = application ? application->refusal() : QString();
    if (!application) {
        m_mark = {Glyph::RingWithI, Tone::Neutral};
        m_state = QStringLiteral("Not attached");
    } else {
        const SpawnerSnapshot &snapshot = application->snapshot();
        if (application->isCutOff()) {
            m_mark = {Glyph::WarningSign, Tone::Warn};
            m_state = QStringLiteral("Cut off at %1").arg(clockText(application->cutOffMoment()));
        } else if (application->isPaused()) {
            m_mark = {Glyph::PauseBars, Tone::Accent};
            m_state = QStringLiteral("Paused, %1 changes held back")
                          .arg(countText(quint64(application->heldBack())));
        } else {
            m_mark = {Glyph::Tick, Tone::Ok};
            m_state = QStringLiteral("Connected");
            m_facts += QStringLiteral("%1 changes/s")
                           .arg(countText(quint64(application->changesPerSecond())));
        }
        if (snapshot.callerDelay.count() >= 0)
            m_facts += QStringLiteral("delay ") + spanText(snapshot.callerDelay);
        m_facts += QStringLiteral("dropped ") + countText(snapshot.dropped);
        m_right = QStringLiteral("%1 commands and %2 restarts kept")
                      .arg(countText(quint64(snapshot.commands.size())),
                           countText(quint64(snapshot.restarts.size())));
    }
    describe();
}

void StatusLine::setNote(const QString &note)
{
    m_note = note;
    describe();
}

void StatusLine::describe()
{
    QStringList texts = QStringList{m_state} + m_facts;
    if (!m_note.isEmpty())
        texts += m_note;
    setAccessibleDescription(texts.join(QStringLiteral(", ")));
    update();
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), look()[Shade::Rail]);
    drawMark(&painter, QRectF(19, 8, 12, 12), m_mark);
    painter.setFont(fontOf(Type::Note));
    painter.setPen(look()[Shade::Text2]);
    qreal x = 38;
    for (const QString &text : QStringList{m_state} + m_facts) {
        drawFigures(&painter, QRectF(x, 0, width() - x, height()), Qt::AlignVCenter, text);
        painter.setPen(look()[Shade::Text3]);
        x += figuresWidth(painter.font(), text) + 20;
    }
    QString right = m_right;
    if (!m_note.isEmpty()) {
        painter.setPen(look()[Shade::Text]);
        right = m_note;
    }
    if (!m_refusal.isEmpty()) {
        painter.setPen(look().tone(Tone::Fail));
        right = m_refusal;
    }
    drawFigures(&painter, QRectF(x, 0, width() - x - 20, height()),
                Qt::AlignVCenter | Qt::AlignRight, right);
}

} // namespace Spawn
