// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/topbar.h"

#include "look/theme.h"
#include "widgets/quietbutton.h"
#include "widgets/searchfield.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenuBar>

namespace Spawn {

TopBar::TopBar(QWidget *parent)
    : QWidget(parent), m_menuBar(new QMenuBar),
      m_find(new SearchField(QStringLiteral("Find anywhere"), QStringLiteral("Ctrl+F"))),
      m_pause(new QuietButton(QStringLiteral("Pause"))), m_theme(new QuietButton)
{
    setFixedHeight(44);
    m_menuBar->setNativeMenuBar(false);
    m_menuBar->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    // The keys of the window work from the start, and Tab begins at the rail: these have keys of
    // their own.
    m_find->setFocusPolicy(Qt::ClickFocus);
    m_pause->setFocusPolicy(Qt::NoFocus);
    m_theme->setFocusPolicy(Qt::NoFocus);
    m_find->setFixedWidth(240);
    m_pause->setMark({Glyph::PauseBars, Tone::Neutral});
    m_pause->setCheckable(true);
    m_pause->setToolTip(QStringLiteral("Hold the window still (P)"));
    m_theme->setToolTip(QStringLiteral("Light or dark (Ctrl+D)"));
    m_theme->setAccessibleName(QStringLiteral("Light or dark"));
    connect(m_theme, &QAbstractButton::clicked, this, &TopBar::themeToggled);
    if (Theme *const theme = Theme::instance())
        connect(theme, &Theme::changed, this, &TopBar::showTheme);
    showTheme();

    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(10, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(m_menuBar, 1, Qt::AlignVCenter);
    row->addWidget(m_find);
    row->addWidget(m_pause);
    row->addWidget(m_theme);
}

void TopBar::showTheme()
{
    const bool dark = Theme::instance() && Theme::instance()->isDark();
    m_theme->setMark({dark ? Glyph::Sun : Glyph::Moon, Tone::Neutral});
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), look()[Shade::Rail]);
}

} // namespace Spawn
