// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtWidgets/QAbstractButton>

#include <optional>

class QMenu;

namespace Spawn {

// A button without a frame: in the tool row, the top bar and the head of details. Checkable and
// with a count it is a chip. Where there is no room, its glyph stands for its text.
class QuietButton final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit QuietButton(const QString &text = {}, QWidget *parent = nullptr);

    void setMark(const Mark &mark); // neutral: the colour of the text
    void setCount(std::optional<int> count); // a chip of 0 is quiet
    void setMenu(QMenu *menu); // owned; a chevron says so

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return hint(m_mark.glyph == Glyph::None); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QSize hint(bool withText) const;
    QString reservedCount() const;

    Mark m_mark;
    std::optional<int> m_count;
    QMenu *m_menu = nullptr;
};

} // namespace Spawn
